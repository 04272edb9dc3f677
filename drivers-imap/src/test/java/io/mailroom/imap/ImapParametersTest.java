package io.mailroom.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.tls.ConnectionSecurity;
import org.junit.jupiter.api.Test;

class ImapParametersTest {
    private final ProfileResolver resolver =
            ProfileResolver.of(ImapParameters.ALL).withRules(ImapParameters.RULES);
    private final Profile.Builder profile = Profile.named("support@example.com", "Internet SMTP/IMAP Server")
            .set("From Address", "support@example.com")
            .set("IMAP Server", "imap.example.com")
            .set("IMAP Account Name", "support")
            .set("Mail Password", "secret");

    @Test
    void namesAndDefaultsAreThoseOfTheContract() {
        assertThat(ImapParameters.OWN.stream().map(ImapParametersTest::row))
                .containsExactly(
                        "IMAP Server | required",
                        "IMAP Server Port | 143; 993 when Enable SSL for IMAP is True",
                        "Enable SSL for IMAP | False",
                        "Enable TLS for IMAP | False",
                        "IMAP Account Name | required",
                        "IMAP Account Password | ",
                        "IMAP XOAUTH2 | False",
                        "IMAP Batch Size | 100",
                        "IMAP Folder | INBOX",
                        "IMAP Processed Folder | ",
                        "IMAP Idle | True",
                        "IMAP Timeout | 60 s");
        assertThat(ImapParameters.OWN)
                .allSatisfy(parameter -> assertThat(parameter.direction()).isEqualTo(Direction.INBOUND));
    }

    @Test
    void withSslAndNoPortThePortIs993() {
        profile.set("Enable SSL for IMAP", "True");

        Settings settings = resolver.resolve(profile.build(), Direction.INBOUND);

        assertThat(settings.get(ImapParameters.SERVER_PORT)).isEqualTo(993);
        assertThat(ImapParameters.ACCOUNT.security(settings)).isEqualTo(ConnectionSecurity.IMPLICIT_TLS);
    }

    @Test
    void messagesAreNotMovedIntoTheFolderTheyComeFrom() {
        profile.set("IMAP Processed Folder", "inbox");

        assertThat(resolver.problems(profile.build(), Direction.INBOUND))
                .containsExactly(
                        "\"IMAP Processed Folder\" is the folder that messages are taken from; name another" + " one");
    }

    @Test
    void messagesAreNotMovedWhenTheyAreToStay() {
        profile.set("IMAP Processed Folder", "Done").set("Leave Messages On Server", "True");

        assertThat(resolver.problems(profile.build(), Direction.INBOUND))
                .containsExactly(
                        "\"IMAP Processed Folder\" moves messages and \"Leave Messages On Server\" forbids that;"
                                + " remove one of them");
    }

    private static String row(Parameter<?> parameter) {
        return parameter.name() + " | " + (parameter.isRequired() ? "required" : parameter.defaultText());
    }
}
