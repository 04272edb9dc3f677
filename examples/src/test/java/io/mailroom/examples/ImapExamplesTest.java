package io.mailroom.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailroom.event.Outcome;
import io.mailroom.imap.ImapDriver;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Secret;
import io.mailroom.testkit.Mailhost;
import io.mailroom.wire.Endpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ImapExamplesTest {
    private static final String SUPPORT = "support@example.com";

    @TempDir
    private Path home;

    private static Profile.Builder profileAt(Endpoint server, String account) {
        return Profile.named(SUPPORT, ImapDriver.NAME)
                .set("From Address", SUPPORT)
                .set("IMAP Server", server.host())
                .set("IMAP Server Port", String.valueOf(server.port()))
                .set("IMAP Account Name", account);
    }

    @Test
    void aWatchedMailboxHasItsMailHandledAndItsHealthTold() throws Exception {
        List<String> subjects = new CopyOnWriteArrayList<>();
        List<String> pages = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(2);
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        server.start();
        try {
            GreenMailUser user = server.setUser(SUPPORT, "support", "pw");
            user.deliver(GreenMailUtil.createTextEmail(
                    SUPPORT,
                    "ann@example.com",
                    "Printer on fire",
                    "Help!",
                    server.getImap().getServerSetup()));
            Endpoint endpoint = new Endpoint("localhost", server.getImap().getPort());

            WatchAMailbox.run(
                    profileAt(endpoint, "support")
                            .set("IMAP Account Password", "pw")
                            .build(),
                    home,
                    subject -> {
                        subjects.add(subject);
                        done.countDown();
                    },
                    page -> {
                        pages.add(page);
                        done.countDown();
                    },
                    done);
        } finally {
            server.stop();
        }

        assertThat(subjects).containsExactly("Printer on fire");
        assertThat(pages).containsExactly(SUPPORT + " is well");
    }

    @Test
    void aMailboxThatCannotBeReadIsTold() throws Exception {
        List<String> pages = new CopyOnWriteArrayList<>();
        CountDownLatch told = new CountDownLatch(1);
        Profile profile = profileAt(new Endpoint("localhost", 1), "support")
                .set("IMAP Account Password", "pw")
                .build();

        WatchAMailbox.run(
                profile,
                home,
                subject -> {},
                page -> {
                    pages.add(page);
                    told.countDown();
                },
                told);

        assertThat(pages.get(0))
                .startsWith(SUPPORT + " cannot be read, and has never been read: ")
                .contains("localhost:1", "cannot connect");
    }

    @Test
    void aTokenOfTheApplicationLogsInAtDovecot() throws Exception {
        assumeTrue(Mailhost.find().isPresent(), Mailhost.NOT_RUNNING);
        Mailhost mailhost = Mailhost.find().orElseThrow();
        mailhost.clear("user11");
        mailhost.append("user11", "Subject: token\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII));
        List<String> subjects = new ArrayList<>();
        String token = mailhost.token("user11", 600);

        LogInWithTokens.poll(
                profileAt(mailhost.endpoint("IMAP"), "user11").build(), home, () -> Secret.of(token), event -> {
                    subjects.add(event.message().subject());
                    return Outcome.ACCEPTED;
                });

        assertThat(subjects).containsExactly("token");
    }
}
