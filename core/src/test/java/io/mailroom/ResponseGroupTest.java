package io.mailroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.profile.EmailAddress;
import io.mailroom.profile.Parameter;
import org.junit.jupiter.api.Test;

class ResponseGroupTest {
    private final ResponseGroup.Builder group = ResponseGroup.named("Help Desk")
            .profile("support@example.com")
            .handler("tickets")
            .administrator("Operator <operator@example.com>");

    @Test
    void defaultsAreGeneratedForEveryArgument() {
        assertThat(InputArguments.generateDefaults().entrySet().stream().map(Object::toString))
                .containsExactly(
                        "ProcessName=",
                        "ProcessInstanceId=",
                        "RowId=",
                        "Catalog Name=",
                        "MsgDefaultLanguageCode=",
                        "Disable Send Acknowledgement=False",
                        "Enable Assignment Manager=False",
                        "Enable Lookup Sender By Organization=False",
                        "Enable Test Mode=False",
                        "RealTime=True");
    }

    @Test
    void aGroupNeedsOnlyANameAndAHandler() {
        ResponseGroup plain =
                ResponseGroup.named("Help Desk").handler("tickets").build();

        assertThat(plain.profiles()).isEmpty();
        assertThat(plain.administrator()).isEmpty();
        assertThat(plain.isActive()).isTrue();
        assertThat(plain.isRealTime()).isTrue();
        assertThat(plain.isTestMode()).isFalse();
        assertThat(plain.isAcknowledging()).isTrue();
        assertThat(plain.arguments().get(InputArguments.PROCESS_NAME)).isEqualTo("tickets");
    }

    @Test
    void argumentsAreTypedAndMatchedAsParametersAre() {
        ResponseGroup built = group.argument("real-time", "FALSE")
                .argument("disable send acknowledgement", "true")
                .argument("CatalogName", "Complaints")
                .build();

        assertThat(built.isRealTime()).isFalse();
        assertThat(built.isAcknowledging()).isFalse();
        assertThat(built.arguments().find(InputArguments.CATALOG_NAME)).contains("Complaints");
        assertThat(built.arguments().find(InputArguments.ROW_ID)).isEmpty();
        assertThat(built.administrator()).contains(EmailAddress.parse("Operator <operator@example.com>"));
    }

    @Test
    void theHandlerMayBeNamedByItsArgument() {
        ResponseGroup built = ResponseGroup.named("Help Desk")
                .handler("")
                .argument("process name", "tickets")
                .build();

        assertThat(built.handler()).isEqualTo("tickets");
    }

    @Test
    void anEmptyArgumentLeavesTheHandlerAsItIs() {
        ResponseGroup built = group.argument("process-name", " ").build();

        assertThat(built.arguments().get(InputArguments.PROCESS_NAME)).isEqualTo("tickets");
    }

    @Test
    void argumentsReachTheHandlerAsTextInTheOrderOfTheContract() {
        ResponseGroup built = group.argument(InputArguments.ROW_ID, "1-ABC").build();

        assertThat(built.arguments().asText().entrySet().stream().map(Object::toString))
                .containsExactly(
                        "ProcessName=tickets",
                        "RowId=1-ABC",
                        "Disable Send Acknowledgement=False",
                        "Enable Assignment Manager=False",
                        "Enable Lookup Sender By Organization=False",
                        "Enable Test Mode=False",
                        "RealTime=True");
    }

    @Test
    void anApplicationMayDeclareArgumentsOfItsOwn() {
        Parameter<Integer> urgency = Parameter.integer("Urgency", 1, 9).withDefault(5);

        assertThat(group.declaring(urgency)
                        .argument("urgency", "2")
                        .build()
                        .arguments()
                        .get(urgency))
                .isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group.build().arguments().get(Parameter.text("Colour")));
    }

    @Test
    void everyProblemIsToldAtOnceWithWhatToDo() {
        ResponseGroup.Builder wrong = ResponseGroup.named(" ")
                .profile("")
                .administrator("operator")
                .argument("RealTme", "False")
                .argument("Enable Test Mode", "yes")
                .argument("RowId", "1")
                .argument("row-id", "2");

        assertThatThrownBy(wrong::build)
                .isInstanceOfSatisfying(
                        InvalidResponseGroupException.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(
                                        "the name must be one line of 1 to 100 characters; give the group one",
                                        "the name of a profile must be one line that is not empty; name a profile of the catalog",
                                        "the administrator must be one address, as user@example.com or Name <user@example.com>",
                                        "\"ProcessName\": has no default; name the handler",
                                        "\"RealTme\": is not a parameter of response groups; did you mean \"RealTime\"?",
                                        "\"Enable Test Mode\": must be True or False, but is \"yes\"",
                                        "\"RowId\" and \"row-id\" are one parameter, \"RowId\"; keep one of them"));
    }

    @Test
    void twoHandlersAreRefused() {
        group.argument("ProcessName", "orders");

        assertThatThrownBy(group::build)
                .hasMessage("Response group Help Desk cannot be used:\n  - \"ProcessName\" and the handler of the group"
                        + " name two handlers; keep one of them");
    }

    @Test
    void aChangedCopyLeavesTheGroupAsItWas() {
        ResponseGroup before = group.profile("Support@example.com").build();

        ResponseGroup after = before.toBuilder()
                .withoutProfile("SUPPORT@example.com")
                .profile("info@example.com")
                .active(false)
                .argument(InputArguments.ENABLE_TEST_MODE, "True")
                .build();

        assertThat(before.profiles()).containsExactly("support@example.com");
        assertThat(before.isTestMode()).isFalse();
        assertThat(after.profiles()).containsExactly("info@example.com");
        assertThat(after.isActive()).isFalse();
        assertThat(after.isTestMode()).isTrue();
    }
}
