package io.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.spi.InboundParameters;
import org.junit.jupiter.api.Test;

class SmtpParametersTest {
    private final ProfileResolver resolver =
            ProfileResolver.of(SmtpParameters.ALL).withRules(SmtpParameters.RULES);
    private final Profile.Builder profile = Profile.named("a", "Internet SMTP Server")
            .set(InboundParameters.FROM_ADDRESS, "a@example.com")
            .set(SmtpParameters.SERVER, "smtp.example.com");

    @Test
    void namesAndDefaultsAreThoseOfTheContract() {
        assertThat(SmtpParameters.OWN.stream().map(SmtpParametersTest::row))
                .containsExactly(
                        "Reply-To Address | ",
                        "SMTP Server | required",
                        "SMTP Server Port | 25; 465 when Enable SSL for SMTP is True",
                        "Enable SSL for SMTP | False",
                        "Enable TLS for SMTP | False",
                        "SMTP Account Name | ",
                        "SMTP Account Password | ",
                        "SMTP XOAUTH2 | False",
                        "SMTP Timeout | 60 s",
                        "SMTP Connections | 4",
                        "SMTP Backup Server | ",
                        "SMTP Backup Server Port | as SMTP Server Port",
                        "SMTP Backup Account Name | ",
                        "SMTP Backup Account Password | ",
                        "Charset | UTF-8",
                        "Create Plain Text From HTML | False",
                        "Save Sent Messages | False",
                        "Sent Email Directory | sent",
                        "Sent Retention Time | 0 d",
                        "Sent Retention Size | 0 B",
                        "Max Sent Message Size | 50 MiB",
                        "Retry Delay | 300 s",
                        "Retry Factor | 2",
                        "Longest Retry Delay | 14400 s",
                        "Most Tries | 12",
                        "Retry When In Doubt | False",
                        "Allowed Recipients | ",
                        "Redirect All To | ",
                        "Hourly Limit Per Recipient | 0",
                        "Send Nothing | False");
        assertThat(SmtpParameters.OWN)
                .allSatisfy(parameter -> assertThat(parameter.direction()).isEqualTo(Direction.OUTBOUND));
    }

    @Test
    void theBackupServerIsReachedAsTheFirstOneUnlessItHasAPortOfItsOwn() {
        profile.set(SmtpParameters.ENABLE_TLS, "True").set(SmtpParameters.SERVER_PORT, "587");

        Settings same = resolve();
        Settings own = resolver.resolve(
                profile.set(SmtpParameters.BACKUP_SERVER, "backup.example.com")
                        .set(SmtpParameters.BACKUP_SERVER_PORT, "465")
                        .build(),
                Direction.OUTBOUND);

        assertThat(same.get(SmtpParameters.BACKUP_SERVER_PORT)).isEqualTo(587);
        assertThat(SmtpParameters.backupSecurity(same)).isEqualTo(ConnectionSecurity.UPGRADE_REQUIRED);
        assertThat(SmtpParameters.backupSecurity(own)).isEqualTo(ConnectionSecurity.IMPLICIT_TLS);
    }

    @Test
    void withSslAndNoPortThePortIs465() {
        profile.set(SmtpParameters.ENABLE_SSL, "True");

        Settings settings = resolve();

        assertThat(settings.get(SmtpParameters.SERVER_PORT)).isEqualTo(465);
        assertThat(settings.get(SmtpParameters.BACKUP_SERVER_PORT)).isEqualTo(465);
    }

    @Test
    void sslIsImplicitOnAnyPortAndTlsAloneIsAnUpgradeOffTheImplicitPort() {
        assertThat(SmtpParameters.security(resolve())).isEqualTo(ConnectionSecurity.NONE);

        profile.set(SmtpParameters.ENABLE_TLS, "True");
        assertThat(SmtpParameters.security(resolve())).isEqualTo(ConnectionSecurity.UPGRADE_REQUIRED);

        profile.set(SmtpParameters.SERVER_PORT, "465");
        assertThat(SmtpParameters.security(resolve())).isEqualTo(ConnectionSecurity.IMPLICIT_TLS);

        profile.unset(SmtpParameters.SERVER_PORT)
                .set(SmtpParameters.SERVER_PORT, "2525")
                .set(SmtpParameters.ENABLE_SSL, "True");
        assertThat(SmtpParameters.security(resolve())).isEqualTo(ConnectionSecurity.IMPLICIT_TLS);
    }

    @Test
    void halfAnAccountOrABackupWithoutServerIsRefused() {
        profile.set(SmtpParameters.ACCOUNT_NAME, "a").set(SmtpParameters.BACKUP_SERVER_PORT, "25");

        assertThat(resolver.problems(profile.build(), Direction.OUTBOUND))
                .containsExactly(
                        "\"SMTP Account Name\" is set without \"SMTP Account Password\"; set both, or the OAuth"
                                + " parameters when the account logs in with tokens",
                        "\"SMTP Backup Server\" is not set, but its port or account is; set it, or remove them");
    }

    @Test
    void aServerIsNotRequiredOfAProfileThatOnlyReceives() {
        profile.unset(SmtpParameters.SERVER);

        assertThat(resolver.problems(profile.build(), Direction.INBOUND)).isEmpty();
        assertThat(resolver.problems(profile.build(), Direction.OUTBOUND))
                .containsExactly("\"SMTP Server\": has no default; set it in the profile");
    }

    private Settings resolve() {
        return resolver.resolve(profile.build(), Direction.OUTBOUND);
    }

    private static String row(Parameter<?> parameter) {
        return parameter.name() + " | " + (parameter.isRequired() ? "required" : parameter.defaultText());
    }
}
