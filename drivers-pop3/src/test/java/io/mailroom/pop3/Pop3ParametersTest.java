package io.mailroom.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Secret;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.tls.ConnectionSecurity;
import org.junit.jupiter.api.Test;

class Pop3ParametersTest {
    private final ProfileResolver resolver =
            ProfileResolver.of(Pop3Parameters.ALL).withRules(Pop3Parameters.RULES);

    @Test
    void namesAndDefaultsAreThoseOfTheContract() {
        assertThat(Pop3Parameters.OWN.stream().map(Pop3ParametersTest::row))
                .containsExactly(
                        "POP3 Server | required",
                        "POP3 Server Port | 110; 995 when Enable SSL for POP3 is True",
                        "Enable SSL for POP3 | False",
                        "Enable TLS for POP3 | False",
                        "POP3 Account Name | required",
                        "POP3 Account Password | ",
                        "POP3 XOAUTH2 | False",
                        "POP3 Batch Size | 100",
                        "POP3 Timeout | 60 s");
        assertThat(Pop3Parameters.OWN)
                .allSatisfy(parameter -> assertThat(parameter.direction()).isEqualTo(Direction.INBOUND));
    }

    @Test
    void anEmptyProfileIsToldAllThatReceivingAndSendingNeed() {
        Profile empty = Profile.named("a", "Internet SMTP/POP3 Server").build();

        assertThat(resolver.problems(empty, Direction.INBOUND))
                .containsExactly(missing("From Address"), missing("POP3 Server"), missing("POP3 Account Name"));
        assertThat(resolver.problems(empty, Direction.OUTBOUND))
                .containsExactly(missing("From Address"), missing("SMTP Server"));
    }

    @Test
    void aProfileOfTheManualIsTaken() {
        Profile profile = Profile.named("support@example.com", "Internet SMTP/POP3 Server")
                .set("From Address", "Support <support@example.com>")
                .set("POP3 Server", "pop.example.com")
                .set("POP3 Account Name", "support")
                .set("Mail Password", "secret")
                .set("Enable TLS for POP3", "TRUE")
                .build();

        Settings settings = resolver.resolve(profile, Direction.INBOUND);

        assertThat(settings.get(Pop3Parameters.SERVER_PORT)).isEqualTo(110);
        assertThat(Pop3Parameters.ACCOUNT.security(settings)).isEqualTo(ConnectionSecurity.UPGRADE_REQUIRED);
        assertThat(settings.get(Pop3Parameters.ACCOUNT_PASSWORD)).isEqualTo(Secret.of("secret"));
    }

    private static String missing(String name) {
        return "\"" + name + "\": has no default; set it in the profile";
    }

    private static String row(Parameter<?> parameter) {
        return parameter.name() + " | " + (parameter.isRequired() ? "required" : parameter.defaultText());
    }
}
