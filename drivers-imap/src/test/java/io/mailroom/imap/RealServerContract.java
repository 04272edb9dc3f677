package io.mailroom.imap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.Communications;
import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.event.Outcome;
import io.mailroom.profile.Profile;
import io.mailroom.spi.Mailbox;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.RealMailbox;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.SocketConnector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds with every real server, whoever wrote it. */
@Timeout(60)
abstract class RealServerContract {
    private static final String SUPPORT = "support@example.com";
    private static final String PROCESSED = "Handled";
    private static final String MAIL = "Subject: real\r\n\r\n.dot\r\n{5}\r\nA1 OK\r\nbinary \u00ff\u0080\r\n";

    @TempDir
    private Path home;

    final List<String> subjects = new CopyOnWriteArrayList<>();
    private RealMailbox mailbox;

    /** A mailbox that nobody else uses. */
    abstract RealMailbox mailbox();

    /** Whether the server has IDLE. */
    boolean tellsOfMail() {
        return true;
    }

    @BeforeEach
    void startWithAnEmptyMailbox() throws IOException {
        mailbox = mailbox();
        mailbox.clear();
        mailbox.remove(PROCESSED);
    }

    final Profile.Builder profile() {
        return at(mailbox.server());
    }

    final Profile.Builder at(Endpoint server) {
        return Profile.named(SUPPORT, ImapDriver.NAME)
                .set("From Address", SUPPORT)
                .set(ImapParameters.SERVER, server.host())
                .set(ImapParameters.SERVER_PORT, String.valueOf(server.port()))
                .set(ImapParameters.ACCOUNT_NAME, mailbox.user())
                .set(ImapParameters.ACCOUNT_PASSWORD, mailbox.password());
    }

    final Desk desk() {
        return new Desk(new ImapDriver(), profile().build(), new SocketConnector());
    }

    final Communications mailroom(Profile.Builder profile) {
        return Communications.builder()
                .home(home)
                .profile(profile.build())
                .onMessage(SUPPORT, event -> {
                    subjects.add(event.fields().get("Subject"));
                    return Outcome.ACCEPTED;
                })
                .build();
    }

    private void poll(Profile.Builder profile) {
        try (Communications mailroom = mailroom(profile)) {
            mailroom.poll(SUPPORT);
        }
    }

    final void mailArrives(String subject) throws IOException {
        mailbox.append(mail(subject));
    }

    private static byte[] mail(String subject) {
        return ("Subject: " + subject + "\r\n\r\nhello\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void mailArrivesByteForByteAndLeavesTheServer() throws IOException {
        mailbox.append(MAIL.getBytes(StandardCharsets.ISO_8859_1));
        Desk desk = desk();

        desk.poll();

        assertThat(desk.fetched().values()).containsExactly(MAIL);
        assertThat(mailbox.count("INBOX")).isZero();
    }

    @Test
    void messagesOfAllSizesArriveInOneSession() throws IOException {
        byte[][] mails = IntStream.range(0, 80)
                .mapToObj(i -> mail(i + " " + "x".repeat(i * i)))
                .toArray(byte[][]::new);
        mailbox.append(mails);
        Desk desk = desk();

        desk.poll();

        assertThat(desk.fetched().values()).hasSize(80);
        assertThat(desk.fetched().values()).element(79).asString().contains("x".repeat(79 * 79));
        assertThat(mailbox.count("INBOX")).isZero();
    }

    @Test
    void whatIsLeftOnTheServerIsHandledOnceAndStaysUnread() throws IOException {
        Profile.Builder leaving = profile().set("Leave Messages On Server", "True");
        mailArrives("first");
        poll(leaving);
        mailArrives("second");

        poll(leaving);
        poll(leaving);

        assertThat(subjects).containsExactly("first", "second");
        assertThat(mailbox.count("INBOX")).isEqualTo(2);
        assertThat(mailbox.isUnread()).isTrue();
    }

    @Test
    void whatIsHandledGoesToTheProcessedFolderWhichIsMadeWhenMissing() throws IOException {
        mailArrives("first");
        mailArrives("second");

        poll(profile().set(ImapParameters.PROCESSED_FOLDER, PROCESSED));

        assertThat(subjects).containsExactly("first", "second");
        assertThat(mailbox.count("INBOX")).isZero();
        assertThat(mailbox.count(PROCESSED)).isEqualTo(2);
    }

    @Test
    void whatAnotherClientMarkedDeletedIsNoNewMailAndStays() throws IOException {
        mailArrives("theirs");
        mailbox.markAllDeleted();
        mailArrives("ours");

        poll(profile());

        assertThat(subjects).containsExactly("ours");
        assertThat(mailbox.count("INBOX")).isEqualTo(1);
    }

    @Test
    void aSessionThatBreaksLeavesEverythingAsItWas() throws IOException {
        mailArrives("first");
        Desk desk = desk();

        try (Mailbox session = desk.open()) {
            desk.markDeleted(session, desk.fetch(session, session.list()));
        }
        desk.poll();

        assertThat(desk.fetched()).hasSize(1);
        assertThat(mailbox.count("INBOX")).isZero();
    }

    @Test
    void aWrongPasswordIsNamedAsSuch() {
        Desk desk = desk().set("IMAP Account Password", "wrong");

        assertThatThrownBy(desk::open)
                .isInstanceOfSatisfying(
                        CommunicationsException.class,
                        error -> assertThat(error.kind()).isEqualTo(ErrorKind.AUTHENTICATION))
                .hasMessageContaining("Check \"IMAP Account Name\" and \"IMAP Account Password\"");
    }

    @Test
    void mailIsFetchedWhenTheServerTellsOfIt() throws IOException {
        assumeTrue(tellsOfMail(), "the server has no IDLE");
        try (Communications mailroom = mailroom(profile().set("PollingInterval", "3600"))) {
            startWatching(mailroom);

            mailArrives("told");

            await().atMost(10, SECONDS).untilAsserted(() -> assertThat(subjects).containsExactly("told"));
        }
    }

    final void startWatching(Communications mailroom) {
        mailroom.start();
        await().atMost(20, SECONDS)
                .until(() -> mailroom.status().mailboxes().get(0).watched());
    }
}
