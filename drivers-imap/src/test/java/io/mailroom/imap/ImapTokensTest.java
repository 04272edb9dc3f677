package io.mailroom.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.Communications;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Secret;
import io.mailroom.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Access tokens that the application gives: {@code Communications.builder().tokens(...)}. */
@Timeout(60)
class ImapTokensTest {
    private static final String SUPPORT = "support@example.com";
    private static final String REST = """
            C: A2 SELECT "INBOX"
            C: A3 UID FETCH 1:* (UID FLAGS RFC822.SIZE)
            S: * 0 EXISTS
            S: * OK [UIDVALIDITY 7] ok
            S: A2 OK [READ-WRITE] selected
            S: A3 OK
            C: A4 LOGOUT
            S: A4 OK
            """;

    @TempDir
    private Path home;

    private final AtomicInteger asked = new AtomicInteger();

    /** The server takes this token and no other. */
    private static String dialogue(String token) {
        String sent = "user=alice\u0001auth=Bearer " + token + "\u0001\u0001";
        return "S: * OK [CAPABILITY IMAP4rev1 SASL-IR UIDPLUS AUTH=XOAUTH2] ready\n"
                + "C: A1 AUTHENTICATE XOAUTH2 "
                + Base64.getEncoder().encodeToString(sent.getBytes(StandardCharsets.US_ASCII)) + "\n"
                + "S: A1 OK [CAPABILITY IMAP4rev1 UIDPLUS] welcome\n" + REST;
    }

    private Communications mailroom(ScriptedServer server) {
        Profile profile = Profile.named(SUPPORT, ImapDriver.NAME)
                .set("From Address", SUPPORT)
                .set(ImapParameters.SERVER, "localhost")
                .set(ImapParameters.SERVER_PORT, String.valueOf(server.port()))
                .set(ImapParameters.ACCOUNT_NAME, "alice")
                .build();
        return Communications.builder()
                .home(home)
                .profile(profile)
                .onMessage(SUPPORT, event -> Outcome.ACCEPTED)
                .tokens(SUPPORT, () -> Secret.of("canary-" + asked.incrementAndGet()))
                .build();
    }

    @Test
    void theSourceOfAProfileIsAskedOnceForEachLogin() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(dialogue("canary-1"), dialogue("canary-2"));
                Communications mailroom = mailroom(server)) {
            mailroom.poll(SUPPORT);
            mailroom.poll(SUPPORT);

            assertThat(server.surprises()).isEmpty();
            assertThat(asked).hasValue(2);
        }
    }
}
