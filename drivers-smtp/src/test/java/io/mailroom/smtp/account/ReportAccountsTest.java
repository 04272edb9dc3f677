package io.mailroom.smtp.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.profile.Secret;
import io.mailroom.profile.SecretBox;
import io.mailroom.smtp.account.ConnectionPlan.Security;
import io.mailroom.smtp.account.ConnectionPlan.Step;
import io.mailroom.testkit.MemoryDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Contract section 9, scenario by scenario. */
class ReportAccountsTest {
    private static final MailAccount OWN =
            new MailAccount("own.test", "me", Secret.of("own-canary-secret"), "me@own.test", "back@own.test");

    private final MemoryDisk disk = new MemoryDisk();
    private SystemAccount system = new SystemAccount(
            "system.test", OptionalInt.of(2525), true, "sys", Secret.of("sys-canary"), "sys@system.test");
    private final ReportAccounts accounts = new ReportAccounts(store("k"), () -> system);

    private FileAccountStore store(String key) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key.charAt(0);
        return new FileAccountStore(disk, Path.of("/home/account.properties"), SecretBox.withKey(bytes));
    }

    ReportAccountsTest() {
        disk.createDirectories(Path.of("/home"), "test");
    }

    private void systemHas(OptionalInt port, boolean ssl) {
        system = new SystemAccount("system.test", port, ssl, "sys", Secret.of("sys-canary"), "sys@system.test");
    }

    @Test
    void withTheFlagOffTheOwnSettingsAreUsed() {
        accounts.enter(OWN, false);

        assertThat(accounts.current().account()).isEqualTo(OWN);
        assertThat(accounts.current().port()).isEmpty();
    }

    @Test
    void withTheFlagOnACompleteSystemAccountOverridesTheOwnSettingsAndIsStored() {
        accounts.enter(OWN, true);

        ReportAccount used = accounts.current();

        assertThat(used.account().host()).isEqualTo("system.test");
        assertThat(used.account().from()).isEqualTo("sys@system.test");
        assertThat(used.account().replyTo()).isEqualTo("back@own.test");
        assertThat(used.port()).hasValue(2525);
        assertThat(used.ssl()).isTrue();
        assertThat(store("k").account()).isEqualTo(used);
    }

    @Test
    void anIncompleteSystemAccountLeavesWhatIsStored() {
        accounts.enter(OWN, true);
        accounts.current();
        system = new SystemAccount("other.test", OptionalInt.of(1), false, "", Secret.of("x"), "sys@other.test");

        assertThat(accounts.current().account().host()).isEqualTo("system.test");
        assertThat(accounts.current().port()).hasValue(2525);
    }

    @Test
    void uncheckingTheFlagKeepsPortAndSslFlagForTheOwnAccount() {
        accounts.enter(OWN, true);
        accounts.current();

        accounts.enter(OWN, false);

        assertThat(accounts.current().account().host()).isEqualTo("own.test");
        assertThat(accounts.current().port()).hasValue(2525);
        assertThat(accounts.current().ssl()).isTrue();
    }

    @Test
    void portAndSslFlagAreResetOnlyByASynchronisationWithAnAccountThatHasNone() {
        accounts.enter(OWN, true);
        accounts.current();
        systemHas(OptionalInt.empty(), false);
        accounts.enter(OWN, false);
        assertThat(accounts.current().port()).hasValue(2525);

        accounts.enter(OWN, true);
        accounts.current();
        accounts.enter(OWN, false);

        assertThat(accounts.current().port()).isEmpty();
        assertThat(accounts.current().ssl()).isFalse();
    }

    @Test
    void theTwoStepWayToAnotherServerWithAPortOfItsOwn() {
        systemHas(OptionalInt.of(587), false);
        accounts.enter(MailAccount.EMPTY, true);
        accounts.current();
        systemHas(OptionalInt.of(465), true);

        accounts.enter(OWN, false);

        assertThat(ConnectionPlan.of(accounts.current()).steps())
                .containsExactly(new Step(587, Security.STARTTLS_PREFERRED));
    }

    /** faults.md A-15. */
    @Test
    void a15PortsAreTriedInTheOrderOfTheContract() {
        assertThat(plan(OptionalInt.empty(), false))
                .containsExactly(
                        new Step(25, Security.STARTTLS_PREFERRED),
                        new Step(465, Security.IMPLICIT_TLS),
                        new Step(587, Security.STARTTLS_PREFERRED));
        assertThat(plan(OptionalInt.empty(), true))
                .containsExactly(
                        new Step(465, Security.IMPLICIT_TLS),
                        new Step(587, Security.IMPLICIT_TLS),
                        new Step(25, Security.IMPLICIT_TLS));
        assertThat(plan(OptionalInt.of(2525), true)).containsExactly(new Step(2525, Security.IMPLICIT_TLS));
        assertThat(plan(OptionalInt.of(2525), false)).containsExactly(new Step(2525, Security.STARTTLS_PREFERRED));
    }

    private static java.util.List<Step> plan(OptionalInt port, boolean ssl) {
        return ConnectionPlan.of(new ReportAccount(OWN, false, port, ssl)).steps();
    }

    /** faults.md A-14. */
    @Test
    void a14AServerThatSpokeTlsIsNeverPlannedInPlainTextAgainUntilSomebodySaysSo() {
        ReportAccount account = new ReportAccount(OWN, false, OptionalInt.empty(), false);
        accounts.remember("OWN.test");

        assertThat(accounts.planFor(account).steps()).noneMatch(step -> step.security() == Security.STARTTLS_PREFERRED);
        accounts.forget("own.test");
        assertThat(accounts.planFor(account)).isEqualTo(ConnectionPlan.of(account));
    }

    /** faults.md H-06. */
    @Test
    void h06ThePasswordIsInNoFileAsItIs() {
        accounts.enter(OWN, false);

        disk.files()
                .values()
                .forEach(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .doesNotContain("canary")
                        .doesNotContain(java.util.Base64.getEncoder()
                                .encodeToString("own-canary-secret".getBytes(StandardCharsets.UTF_8))));
        assertThat(OWN.toString() + accounts.current()).doesNotContain("canary");
        assertThatThrownBy(() -> store("x").account()).isInstanceOf(IllegalArgumentException.class);
    }
}
