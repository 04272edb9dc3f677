package io.mailroom.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.CommandRefusedException;
import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MessageRef;
import io.mailroom.spi.RetrievalSink;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.FaultyWire;
import io.mailroom.testkit.Pop3Double;
import io.mailroom.testkit.Pop3Double.Switch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pop3MailboxTest {
    private static final String FIRE = "Subject: Printer on fire\r\n\r\nHelp!\r\n.\r\n..\r\n.hidden\r\n";
    private static final String WATER = "Subject: Now flooded\r\n\r\nThanks.\r\n";

    private final Pop3Double server = new Pop3Double();
    private final Desk desk = Pop3ContractTest.desk(server.connector());

    @ParameterizedTest
    @EnumSource(
            value = Switch.class,
            names = {
                "OFFERS_SASL",
                "OFFERS_SASL_LOGIN_ONLY",
                "NO_PIPELINING",
                "NO_CAPA",
                "WRONG_SIZES",
                "RENUMBERS_UIDS"
            })
    void messagesArriveByteForByteWhateverTheServerOffers(Switch offer) throws IOException {
        server.with(offer).holds("uid-1", FIRE).holds("uid-2", WATER);

        desk.poll();

        assertThat(desk.fetched().values()).containsExactly(FIRE, WATER);
        assertThat(server.uids()).isEmpty();
    }

    @Test
    void withPipeliningAllMessagesAreAskedForBeforeTheFirstHasCome() throws IOException {
        for (int i = 1; i <= 200; i++) {
            server.holds("uid-" + i, "Subject: " + i + "\r\n\r\n" + "x".repeat(i) + "\r\n");
        }
        FaultyWire counted = FaultyWire.around(server.connector());
        Desk counting = Pop3ContractTest.desk(counted);

        counting.poll();

        assertThat(counting.fetched()).hasSize(200);
        assertThat(server.uids()).isEmpty();
        assertThat(counted.operations())
                .as("reads and writes of the whole session")
                .isLessThan(60);
    }

    @Test
    void withoutPipeliningEachCommandWaitsForTheAnswerBeforeIt() throws IOException {
        server.with(Switch.NO_PIPELINING).holds("uid-1", FIRE).holds("uid-2", WATER);

        desk.poll();

        assertThat(desk.log())
                .containsSubsequence(
                        "C: RETR 1",
                        "S: [" + FIRE.length() + " bytes]",
                        "C: RETR 2",
                        "C: DELE 1",
                        "S: +OK deleted",
                        "C: DELE 2");
    }

    @Test
    void a19_h02_theTranscriptHasTheDialogueButNeitherPasswordNorText() throws IOException {
        server.with(Switch.OFFERS_SASL).holds("uid-1", WATER);

        desk.poll();

        assertThat(desk.log())
                .containsExactly(
                        "* connected to pop.example.com:110 (127.0.0.1)",
                        "S: +OK double ready",
                        "C: CAPA",
                        "S: +OK",
                        "S: TOP",
                        "S: UIDL",
                        "S: RESP-CODES",
                        "S: AUTH-RESP-CODE",
                        "S: PIPELINING",
                        "S: STLS",
                        "S: USER",
                        "S: SASL PLAIN LOGIN XOAUTH2",
                        "S: .",
                        "C: AUTH PLAIN ***",
                        "S: +OK 1 messages",
                        "C: UIDL",
                        "C: LIST",
                        "S: +OK",
                        "S: 1 uid-1",
                        "S: .",
                        "S: +OK",
                        "S: 1 33",
                        "S: .",
                        "C: RETR 1",
                        "S: +OK 33 octets",
                        "S: [33 bytes]",
                        "C: DELE 1",
                        "S: +OK deleted",
                        "C: QUIT",
                        "S: +OK bye");
    }

    @ParameterizedTest
    @CsvSource({
        "IN_USE, IN_USE, [IN-USE]",
        "LOGIN_DELAY, REFUSED_FOR_NOW, [LOGIN-DELAY]",
        "TROUBLED, REFUSED_FOR_NOW, [SYS/TEMP]"
    })
    void b29_aLoginThatIsRefusedForNowSaysSo(Switch trouble, ErrorKind kind, String code) {
        server.with(trouble);

        refusal(desk::open, kind).hasMessageContaining(code).hasMessageContaining("refused PASS");
    }

    @Test
    void b29_aWrongPasswordNamesTheTwoParametersAndNotThePassword() {
        desk.set("POP3 Account Password", "wrong-canary");

        refusal(desk::open, ErrorKind.AUTHENTICATION)
                .hasMessage(
                        "Profile support@example.com: pop.example.com:110 refused PASS with \"-ERR [AUTH] wrong name or"
                                + " password\". Check \"POP3 Account Name\" and \"POP3 Account Password\" in the profile.");
        assertThat(desk.log().toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "-ERR [SYS/PERM] account closed, REFUSED",
        "-ERR [sys/temp] later, REFUSED_FOR_NOW",
        "-ERR [X-NEW] what, AUTHENTICATION",
        "-ERR no, AUTHENTICATION",
        "-ERR, AUTHENTICATION",
        "-ERR [AUTH, AUTHENTICATION"
    })
    void b29_theResponseCodeDecidesWhatARefusalMeans(String reply, ErrorKind kind) {
        server.answersOnce("PASS", reply);

        refusal(desk::open, kind).hasMessageContaining(reply);
    }

    @Test
    void aServerThatRepeatsThePasswordInItsRefusalIsNotQuoted() {
        server.answersOnce("PASS", "-ERR no account alice with pw-alice");

        refusal(desk::open, ErrorKind.AUTHENTICATION).hasMessageContaining("no account alice with ***");
        assertThat(desk.log()).contains("S: -ERR no account alice with ***");
    }

    @Test
    void aGreetingThatSaysNoEndsTheSessionForNow() {
        server.answersOnce("", "-ERR too many connections");

        refusal(desk::open, ErrorKind.REFUSED_FOR_NOW).hasMessageContaining("too many connections");
        assertThat(server.commands()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"220 smtp.example.com ESMTP", "* OK IMAP4rev1", "", "+OKAY", "HTTP/1.1 400 Bad Request"})
    void b09_whatIsNoPop3ReplyEndsTheSessionBeforeALogin(String greeting) {
        server.answersOnce("", greeting);

        assertThatThrownBy(desk::open)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("is no POP3 reply");
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void b09_anAnswerThatNobodyAskedForIsNotTakenForTheNextOne() {
        server.answersOnce("", "+OK ready\r\n+OK you are in");

        assertThatThrownBy(desk::open).hasMessageContaining("the server spoke without being asked");
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void b04_anEndlessListOfCapabilitiesIsCutOff() {
        server.answersOnce("CAPA", "+OK\r\n" + "X-MORE\r\n".repeat(300));

        assertThatThrownBy(desk::open).hasMessageContaining("more than 256 lines");
    }

    @Test
    void b17_withoutUidlMessagesHaveNoIdAndArriveAllTheSame() throws IOException {
        server.with(Switch.NO_UIDL).holds("x", FIRE).holds("y", WATER);

        desk.poll();

        assertThat(desk.fetched().keySet()).containsExactly("#1", "#2");
        assertThat(server.uids()).isEmpty();
    }

    @Test
    void b18_twoMessagesWithOneIdAreTwoMessages() throws IOException {
        server.holds("same", FIRE).holds("same", WATER);

        desk.poll();

        assertThat(desk.fetched().values()).containsExactly(FIRE, WATER);
        assertThat(server.uids()).isEmpty();
    }

    @Test
    void b22_listingsThatDisagreeOrRambleGiveWhatMakesSense() {
        server.holds("a", FIRE)
                .answersOnce(
                        "UIDL",
                        "+OK\r\n1 one\r\n1 again\r\n3 three\r\n0 zero\r\n-4 minus\r\n9999999999 far\r\n5\r\nx y\r\n.")
                .answersOnce(
                        "LIST", "+OK\r\n1 10\r\n2 -5\r\n3 9223372036854775808\r\n4 abc\r\n1 99\r\n5 77 extra\r\n.");

        try (Mailbox mailbox = desk.open()) {
            assertThat(mailbox.list())
                    .containsExactly(
                            new MessageRef(1, "one", 10),
                            new MessageRef(2, "", -1),
                            new MessageRef(3, "three", -1),
                            new MessageRef(4, "", -1),
                            new MessageRef(5, "", 77));
        }
    }

    @Test
    void b21_strangeIdsAreKeptAndVeryLongOnesAreHashed() {
        server.answersOnce("UIDL", "+OK\r\n1 a b\u0007c\r\n2 " + "u".repeat(5_000) + "\r\n.")
                .answersOnce("LIST", "+OK\r\n1 10\r\n2 20\r\n.");

        try (Mailbox mailbox = desk.open()) {
            List<MessageRef> listed = mailbox.list();
            assertThat(listed.get(0).uid()).isEqualTo("a b\u0007c");
            assertThat(listed.get(1).uid()).hasSize(44).startsWith("#");
        }
    }

    @Test
    void b05_sizesAreHintsOnly() throws IOException {
        server.holds("a", FIRE).answersOnce("LIST", "+OK\r\n1 0\r\n.");

        desk.poll();

        assertThat(desk.fetched().values()).containsExactly(FIRE);
    }

    @Test
    void b06_aSinkThatHasEnoughStopsTheReadingAndTheMessageStays() {
        server.holds("big", "Subject: big\r\n\r\n" + "x".repeat(100_000) + "\r\n");
        RetrievalSink small = new RefusingSink();

        try (Mailbox mailbox = desk.open()) {
            List<MessageRef> listed = mailbox.list();
            assertThatThrownBy(() -> mailbox.retrieve(listed, small))
                    .isInstanceOf(RetrievalSink.MessageTooLargeException.class);
            assertThatThrownBy(mailbox::finish).isInstanceOf(ConnectionLostException.class);
        }
        assertThat(server.uids()).containsExactly("big");
    }

    @Test
    void b11_aMessageTheServerWillNotGiveIsReportedAndTheOthersFollow() throws IOException {
        server.holds("a", FIRE).holds("b", WATER).answersOnce("RETR", "-ERR damaged\u001b[1m");

        desk.poll();

        assertThat(desk.refused()).containsExactly("a -ERR damaged\\x1b[1m");
        assertThat(desk.fetched().values()).containsExactly(WATER);
        assertThat(server.uids()).containsExactly("a");
    }

    @Test
    void b23_aRefusedDeleteIsReportedForEachMessage() throws IOException {
        server.with(Switch.REFUSES_DELE).holds("a", FIRE).holds("b", WATER);

        desk.poll();

        assertThat(desk.refused()).containsExactly("a -ERR you may not", "b -ERR you may not");
        assertThat(server.uids()).containsExactly("a", "b");
    }

    @Test
    void b24_aConnectionThatDropsAtDeleteCommitsNothing() {
        server.holds("a", FIRE).dropsTheConnectionAt("DELE");

        assertThatThrownBy(desk::poll)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("DELE");
        assertThat(server.uids()).containsExactly("a");
    }

    @Test
    void b25_quitThatIsAnsweredWithNoIsToldToTheCaller() {
        server.with(Switch.QUIT_REMOVES_SOME).holds("a", FIRE).holds("b", WATER);

        refusal(desk::poll, ErrorKind.REFUSED_FOR_NOW)
                .hasMessageContaining("refused QUIT with \"-ERR some deleted messages not removed\"");
    }

    @Test
    void b26_quitWhoseAnswerIsLostIsNotTakenForDone() {
        server.holds("a", FIRE).losesTheAnswerTo("QUIT");

        assertThatThrownBy(desk::poll)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("QUIT");
        assertThat(server.uids()).isEmpty();
    }

    @Test
    void closingWithoutFinishingCommitsNothing() {
        server.holds("a", FIRE);

        try (Mailbox mailbox = desk.open()) {
            desk.markDeleted(mailbox, mailbox.list());
        }

        assertThat(server.uids()).containsExactly("a");
    }

    @Test
    void g08_anInterruptedThreadEndsTheSessionAndStaysInterrupted() {
        server.holds("a", FIRE);

        Mailbox mailbox = desk.open();
        Thread.currentThread().interrupt();
        assertThatThrownBy(mailbox::list).hasMessageContaining("interrupted while waiting for the answer to UIDL");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void b33_aBreakAtAnyByteLosesNothingAndTheNextPollsFinishTheWork() throws IOException {
        long bytes = bytesOfAFaultFreeSession();

        List<String> wrong = new ArrayList<>();
        for (boolean commitsOnDrop : new boolean[] {false, true}) {
            for (String kind : List.of("cut", "reset", "stall")) {
                for (long at = 0; at <= bytes; at++) {
                    String result = pollThroughABreak(kind, at, commitsOnDrop);
                    if (!result.isEmpty()) {
                        wrong.add(kind + " at " + at + ": " + result);
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(bytes).isGreaterThan(300);
    }

    @Test
    void b33_oneByteSegmentsChangeNothing() throws IOException {
        server.holds("uid-1", FIRE).holds("uid-2", WATER);
        Desk slow = Pop3ContractTest.desk(FaultyWire.around(server.connector()).inSegmentsOf(1));

        slow.poll();

        assertThat(slow.fetched().values()).containsExactly(FIRE, WATER);
        assertThat(server.uids()).isEmpty();
    }

    private static long bytesOfAFaultFreeSession() throws IOException {
        FaultyWire wire = FaultyWire.around(twoMails().connector());
        Pop3ContractTest.desk(wire).poll();
        return wire.bytesRead();
    }

    /** @return what is wrong in the end, or nothing */
    private static String pollThroughABreak(String kind, long at, boolean commitsOnDrop) {
        Pop3Double server = twoMails();
        if (commitsOnDrop) {
            server.with(Switch.COMMITS_ON_DROP);
        }
        FaultyWire wire = FaultyWire.around(server.connector());
        switch (kind) {
            case "cut" -> wire.cutAfterReading(at);
            case "reset" -> wire.resetAfterReading(at);
            default -> wire.stallAfterReading(at);
        }
        Desk desk = Pop3ContractTest.desk(wire);
        for (int poll = 0; poll < 3; poll++) {
            try {
                desk.poll();
            } catch (CommunicationsException broken) {
                wire.healed();
            } catch (IOException unexpected) {
                return "a network error came as " + unexpected;
            }
        }
        if (!server.uids().isEmpty()) {
            return "left on the server: " + server.uids();
        }
        return desk.fetched().values().equals(List.of(FIRE, WATER))
                        || List.copyOf(desk.fetched().values()).equals(List.of(FIRE, WATER))
                ? ""
                : "fetched " + desk.fetched();
    }

    private static Pop3Double twoMails() {
        return new Pop3Double().holds("uid-1", FIRE).holds("uid-2", WATER);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refusal(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ErrorKind kind) {
        return assertThatThrownBy(call)
                .isInstanceOf(CommandRefusedException.class)
                .satisfies(error ->
                        assertThat(((CommandRefusedException) error).kind()).isEqualTo(kind));
    }

    /** Takes ten bytes and no more. */
    private static final class RefusingSink implements RetrievalSink {
        private long room = 10;

        @Override
        public void begin(MessageRef message) {}

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            room -= length;
            if (room < 0) {
                throw new MessageTooLargeException("more than 10 bytes");
            }
        }

        @Override
        public void complete(MessageRef message) {}

        @Override
        public void refused(MessageRef message, String reply) {}
    }
}
