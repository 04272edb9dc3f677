package io.mailroom.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.CommandRefusedException;
import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MessageRef;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.FaultyWire;
import io.mailroom.testkit.ImapDouble;
import io.mailroom.testkit.ImapDouble.Switch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a server that keeps to the letter, and ones that do not. */
class ImapMailboxTest {
    private static final String FIRE = "Subject: Printer on fire\r\n\r\nIt burns.\r\n";
    private static final String WATER = "Subject: Water\r\n\r\n.dot\r\n{5}\r\nA1 OK\r\n\u00ff\u0000\r\n";

    private final ImapDouble server = new ImapDouble();
    private final Desk desk = desk(server);

    private static Desk desk(ImapDouble server) {
        return new Desk(new ImapDriver(), ImapContractTest.aProfile(), server.connector());
    }

    @Test
    void messagesAreFetchedByteForByteAndLeaveTheFolder() throws IOException {
        server.holds("m1", FIRE).holds("m2", bytes(WATER));

        desk.poll();

        assertThat(desk.fetched()).containsEntry("7.1", FIRE).containsEntry("7.2", WATER);
        assertThat(server.uids()).isEmpty();
    }

    @Test
    void onlyUidsAreUsedAndNothingButOurOwnIsRemoved() throws IOException {
        server.holds("m1", FIRE);

        desk.poll();

        assertThat(server.commands())
                .containsExactly(
                        "AUTHENTICATE ***",
                        "SELECT \"INBOX\"",
                        "UID FETCH 1:* (UID FLAGS RFC822.SIZE)",
                        "UID FETCH 1 (UID BODY.PEEK[])",
                        "UID STORE 1 +FLAGS.SILENT (\\Deleted)",
                        "UID EXPUNGE 1",
                        "LOGOUT");
    }

    @Test
    void theFolderIsUntouchedUntilTheSessionIsFinished() throws IOException {
        server.holds("m1", FIRE);

        try (Mailbox mailbox = desk.open()) {
            List<MessageRef> listed = mailbox.list();
            desk.markDeleted(mailbox, desk.fetch(mailbox, listed));
        }

        assertThat(server.marked()).isEmpty();
        assertThat(server.uids()).containsExactly("m1");
    }

    @Test
    void anEmptyFolderIsNoError() throws IOException {
        server.answersOnce("UID FETCH", "TAG BAD nothing there");

        desk.poll();

        assertThat(desk.fetched()).isEmpty();
    }

    @Test
    void b12_withoutUidvalidityMessagesHaveNoIdButAreFetchedAndRemoved() throws IOException {
        server.with(Switch.NO_UIDVALIDITY).holds("m1", FIRE);

        desk.poll();

        assertThat(desk.fetched()).containsEntry("#1", FIRE);
        assertThat(server.uids()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"* OK [UIDVALIDITY 0] x", "* OK [UIDVALIDITY 99999999999999999999] x", "* OK [UIDVALIDITY -3] x"
            })
    void b12_aUidvalidityThatIsNoneGivesNoIds(String response) {
        server.holds("m1", FIRE)
                .answersOnce("SELECT", "* 1 EXISTS\r\n" + response + "\r\nTAG OK [READ-WRITE] opened")
                .answersOnce("UID FETCH", "* 1 FETCH (UID 1 FLAGS () RFC822.SIZE 10)\r\nTAG OK");

        try (Mailbox mailbox = desk.open()) {
            assertThat(mailbox.list()).containsExactly(new MessageRef(1, "", 10));
        }
    }

    @Test
    void b12_uidvalidityThatChangesInTheMidstOfASessionEndsIt() {
        server.holds("m1", FIRE)
                .answersOnce(
                        "UID FETCH BODY", "* OK [UIDVALIDITY 8] new\r\n* 1 FETCH (UID 1 BODY[] {2}\r\nhi)\r\nTAG OK");

        lost(desk::poll).hasMessageContaining("changed UIDVALIDITY");
        assertThat(server.uids()).containsExactly("m1");
    }

    @Test
    void b13_listingsThatRambleGiveWhatMakesSense() {
        server.answersOnce("SELECT", "* 9 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\nTAG OK [READ-WRITE]")
                .answersOnce("UID FETCH", """
                        * 3 FETCH (UID 30 FLAGS (\\Seen \\Deleted) RFC822.SIZE 300)
                        * 1 FETCH (UID 10 FLAGS () RFC822.SIZE 100)
                        * 1 FETCH (FLAGS (\\Seen))
                        * 2 FETCH (UID 0 FLAGS () RFC822.SIZE 1)
                        * 4 FETCH (UID 4294967296 FLAGS () RFC822.SIZE 1)
                        * 5 FETCH (UID 99999999999999999999 FLAGS () RFC822.SIZE 1)
                        * 6 FETCH (RFC822.SIZE 9223372036854775808 UID 60 FLAGS ())
                        * 1 FETCH (UID 10 FLAGS (\\Answered))
                        * 7 EXISTS
                        TAG OK""".replace("\n", "\r\n"));

        try (Mailbox mailbox = desk.open()) {
            assertThat(mailbox.list())
                    .containsExactly(
                            new MessageRef(10, "7.10", 100),
                            new MessageRef(30, "7.30", 300, true),
                            new MessageRef(60, "7.60", -1));
        }
    }

    @Test
    void b15_whatAnotherClientMarkedDeletedStays() throws IOException {
        server.holds("theirs-1", FIRE).somebodyMarks("theirs-1").holds("ours-2", bytes(WATER));

        desk.poll();

        assertThat(server.uids()).containsExactly("theirs-1");
        assertThat(server.marked()).containsExactly("theirs-1");
    }

    @Test
    void b14_withoutUidplusAllIsExpungedWhenAllThatIsMarkedIsOurs() throws IOException {
        server.with(Switch.NO_UIDPLUS).holds("m1", FIRE).holds("m2", bytes(WATER));

        desk.poll();

        assertThat(server.uids()).isEmpty();
        assertThat(server.commands()).containsSubsequence("UID SEARCH DELETED", "EXPUNGE");
    }

    @Test
    void b14_withoutUidplusNothingIsExpungedWhileOthersMarkedSomething() throws IOException {
        server.with(Switch.NO_UIDPLUS)
                .holds("theirs-1", FIRE)
                .somebodyMarks("theirs-1")
                .holds("ours-2", bytes(WATER));

        desk.poll();
        desk.poll();

        assertThat(server.uids()).containsExactly("theirs-1", "ours-2");
        assertThat(server.marked()).containsExactly("theirs-1", "ours-2");
        assertThat(server.count("EXPUNGE")).isZero();
        assertThat(server.count("UID FETCH 2 (UID BODY.PEEK[])")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Switch.class,
            names = {"IMPLICIT_TLS", "NO_MOVE", "NO_UIDPLUS"})
    void b16_processedMailMovesToAFolderThatIsMadeWhenMissing(Switch lack) throws IOException {
        if (lack != Switch.IMPLICIT_TLS) {
            server.with(lack, Switch.NO_MOVE);
        }
        server.holds("m1", FIRE).holds("m2", bytes(WATER));

        desk.set("IMAP Processed Folder", "Done & dusted").poll();

        assertThat(server.uids()).isEmpty();
        assertThat(server.namesIn("Done &- dusted")).containsExactly("m1", "m2");
    }

    @Test
    void b16_aFolderThatCannotBeMadeIsNamedAndNothingIsRemoved() {
        server.holds("m1", FIRE).answersOnce("CREATE", "TAG NO [NOPERM] you may not");

        refused(() -> desk.set("IMAP Processed Folder", "Done").poll(), ErrorKind.REFUSED)
                .hasMessageContaining("refused CREATE Done with \"NO [NOPERM] you may not\"");
        assertThat(server.uids()).containsExactly("m1");
    }

    @Test
    void b16_aCopyThatIsRefusedRemovesNothing() {
        server.with(Switch.NO_MOVE).hasFolder("Done").holds("m1", FIRE).answersOnce("UID COPY", "TAG NO full");

        refused(() -> desk.set("IMAP Processed Folder", "Done").poll(), ErrorKind.REFUSED_FOR_NOW);

        assertThat(server.uids()).containsExactly("m1");
        assertThat(server.marked()).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsNamedWithWhatToCheck() {
        refused(() -> desk.set("IMAP Folder", "Suport").poll(), ErrorKind.REFUSED)
                .hasMessageContaining("refused SELECT with \"NO [NONEXISTENT] no folder Suport\"")
                .hasMessageContaining("Check \"IMAP Folder\"");
    }

    @ParameterizedTest
    @EnumSource(
            value = Switch.class,
            names = {"READ_ONLY", "NO_DELETED_FLAG"})
    void aFolderInWhichNothingCanBeDeletedIsSaidBeforeAnythingIsFetched(Switch lack) {
        server.with(lack).holds("m1", FIRE);

        refused(desk::poll, ErrorKind.REFUSED).hasMessageContaining("set \"Leave Messages On Server\" to True");
        assertThat(desk.fetched()).isEmpty();
    }

    @Test
    void mailThatStaysOnTheServerIsReadWithoutTheRightToChangeAnything() throws IOException {
        server.with(Switch.READ_ONLY).holds("m1", FIRE);
        desk.set("Leave Messages On Server", "True");

        try (Mailbox mailbox = desk.open()) {
            desk.fetch(mailbox, mailbox.list());
            mailbox.finish();
        }

        assertThat(desk.fetched()).containsEntry("7.1", FIRE);
        assertThat(server.commands()).contains("EXAMINE \"INBOX\"");
    }

    @Test
    void manySmallMessagesComeWithOneCommandAndLargeOnesAlone() throws IOException {
        for (int i = 1; i <= 100; i++) {
            server.holds("m" + i, FIRE);
        }
        server.holds("m101", "Subject: big\r\n\r\n" + "x".repeat(3_000_000) + "\r\n")
                .holds("m102", FIRE);

        desk.poll();

        assertThat(desk.fetched()).hasSize(102);
        assertThat(server.commands())
                .contains(
                        "UID FETCH 1:64 (UID BODY.PEEK[])",
                        "UID FETCH 65:100 (UID BODY.PEEK[])",
                        "UID FETCH 101 (UID BODY.PEEK[])",
                        "UID FETCH 102 (UID BODY.PEEK[])");
    }

    @Test
    void aServerThatBeginsOneAnswerBeforeItHasEndedTheOtherIsUnderstood() throws IOException {
        server.with(Switch.INTERLEAVES);
        for (int i = 1; i <= 200; i++) {
            server.holds("m" + i, FIRE);
        }

        desk.poll();

        assertThat(desk.fetched()).hasSize(200);
        assertThat(desk.refused()).isEmpty();
        assertThat(server.uids()).isEmpty();
    }

    @Test
    void aServerThatTellsTheUidBehindTheBodyIsUnderstood() throws IOException {
        server.with(Switch.UID_LAST).holds("m1", FIRE).holds("m2", bytes(WATER));

        desk.poll();

        assertThat(desk.fetched()).containsEntry("7.1", FIRE).containsEntry("7.2", WATER);
    }

    @Test
    void aBodyInQuotesIsUnderstood() throws IOException {
        server.holds("m1", FIRE)
                .answersOnce("UID FETCH BODY", "* 1 FETCH (BODY[] \"Subject: \\\"q\\\"\" UID 1)\r\nTAG OK");

        desk.poll();

        assertThat(desk.fetched()).containsEntry("7.1", "Subject: \"q\"");
    }

    @Test
    void b10_whatComesUnaskedBesidesTheAnswerChangesNothing() throws IOException {
        server.holds("m1", FIRE).answersOnce("UID FETCH BODY", """
                * 1 FETCH (FLAGS (\\Seen \\Recent))
                * 17 EXISTS
                * OK [ALERT] {5}
                * 4 EXPUNGE
                * 1 FETCH (UID 1 BODY[] {2}
                hi FLAGS (\\Seen))
                * 1 FETCH (UID 1 FLAGS (\\Seen))
                * NO [WHATEVER] hm
                * LIST () "/" {3}
                abc
                TAG OK""".replace("\n", "\r\n"));

        desk.poll();

        assertThat(desk.fetched()).containsEntry("7.1", "hi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* 1 FETCH (UID 2 BODY[] {2}\r\nhi)\r\nTAG OK", // not asked for
                "* 1 FETCH (BODY[] {2}\r\nhi UID 9)\r\nTAG OK",
                "* 1 FETCH (UID 1 BODY[] {2}\r\nhi BODY[] {2}\r\nho)\r\nTAG OK", // two bodies
                "* 1 FETCH (UID 1 BODY[] {2}\r\nhi)\r\n* 1 FETCH (UID 1 BODY[] {2}\r\nhi)\r\nTAG OK", // twice
                "* 1 FETCH (UID 1 BODY[TEXT] {2}\r\nhi)\r\nTAG OK", // a part
                "* 1 FETCH (UID 1 BODY[]<0> {2}\r\nhi)\r\nTAG OK", // a piece
                "* 1 FETCH (UID 1 BODY[] {2}\r\nhi UID 2)\r\nTAG OK",
                "* 1 FETCH (BODY[] {2}\r\nhi)\r\nTAG OK" // no UID at all
            })
    void b11_aMessageThatIsNotTheOneAskedForEndsTheSession(String answer) {
        server.holds("m1", FIRE).answersOnce("UID FETCH BODY", answer);

        lost(desk::poll).hasMessageContaining("not asked for");

        assertThat(server.uids()).containsExactly("m1");
    }

    @Test
    void b11_aMessageWithoutBodyIsReportedAndTheOthersFollow() throws IOException {
        server.holds("m1", FIRE)
                .holds("m2", bytes(WATER))
                .answersOnce(
                        "UID FETCH BODY",
                        "* 1 FETCH (UID 1 BODY[] NIL)\r\n* 2 FETCH (UID 2 BODY[] {2}\r\nhi)\r\nTAG OK");

        desk.poll();

        assertThat(desk.refused()).containsExactly("7.1 NIL");
        assertThat(desk.fetched()).containsExactly(java.util.Map.entry("7.2", "hi"));
        assertThat(server.uids()).containsExactly("m1");
    }

    @Test
    void aMessageThatCannotBeReadDoesNotStandBeforeTheOthers() throws IOException {
        server.holds("m1", FIRE)
                .holds("m2", bytes(WATER))
                .answersOnce("UID FETCH BODY", "TAG NO one of them is damaged")
                .answersOnce("UID FETCH BODY", "TAG NO damaged\u001b[1m");

        desk.poll();

        assertThat(desk.refused()).containsExactly("7.1 NO damaged\\x1b[1m");
        assertThat(desk.fetched()).containsEntry("7.2", WATER);
        assertThat(server.uids()).containsExactly("m1");
    }

    @Test
    void aMessageThatVanishedMeanwhileIsReportedAndTheOthersFollow() throws IOException {
        server.holds("m1", FIRE)
                .holds("m2", bytes(WATER))
                .answersOnce("UID FETCH BODY", "* 2 FETCH (UID 2 BODY[] {2}\r\nhi)\r\nTAG OK");

        desk.poll();

        assertThat(desk.refused()).containsExactly("7.1 the server gave no such message");
        assertThat(server.uids()).containsExactly("m1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A99 OK", // a tag that is not under way
                "* OK\r\nB1 OK",
                "+ go on",
                "TAG MAYBE",
                "* BYE shutting down",
                "",
                "* 1 FETCH (UID 1 BODY[] {-5}\r\nx)\r\nTAG OK", // B-07
                "* 1 FETCH (UID 1 BODY[] {2147483648}\r\nx)\r\nTAG OK",
                "* 1 FETCH (UID 1 BODY[] {1000000000000000000000000000000}\r\nx)\r\nTAG OK",
                "* 1 FETCH (UID 1 BODY[] {2+}\r\nhi)\r\nTAG OK",
                "* 1 FETCH (UID 1 ENVELOPE {4294967297}\r\nx)\r\nTAG OK",
                "* 1 FETCH (UID 1 ENVELOPE {1048577}\r\nx)\r\nTAG OK",
                "* 1 FETCH (UID 1 BODY[] {50}\r\nshort)", // B-08
                "* 1 FETCH (UID 1 BODY[ {2}\r\nhi)\r\nTAG OK",
                "* 1 FETCH (UID 1 BODY[] \"no end)\r\nTAG OK",
                "* 1 FETCH",
                "* 1 FETCH (UID 1 WHAT)",
                "* 1 FETCH (UID 1 BODYSTRUCTURE"
            })
    void b07_b08_b09_b36_whatIsNoAnswerEndsTheSessionAndCostsNoMessage(String answer) {
        server.holds("m1", FIRE).answersOnce("UID FETCH BODY", answer);

        assertThatThrownBy(desk::poll)
                .isInstanceOf(CommunicationsException.class)
                .message()
                .matches("[\\x20-\\x7e]*");
        assertThat(desk.fetched()).isEmpty();
        assertThat(server.uids()).containsExactly("m1");
    }

    @Test
    void b03_aLineWithoutEndIsLeftAtItsLimit() {
        server.answersOnce("UID FETCH", "* X " + "y".repeat(2 * 1024 * 1024));

        lost(desk::poll).hasMessageContaining("has a line of more than 1048576 bytes");
    }

    @Test
    void b04_responsesWithoutEndAreLeftAtTheirLimit() {
        server.answersOnce("SELECT", "* 1 RECENT\r\n".repeat(ImapChannel.MOST_RESPONSES + 1) + "TAG OK");

        lost(desk::poll).hasMessageContaining("has no end");
    }

    @Test
    void b36_parenthesesAreLeftAtTheirLimitAndEscapesAreNoBurden() throws IOException {
        server.holds("m1", FIRE)
                .answersOnce("UID FETCH", "* 1 FETCH (UID 1 BODY " + "(".repeat(65) + ")".repeat(65) + ")\r\nTAG OK");

        lost(desk::poll).hasMessageContaining("more than 64 levels of parentheses");

        server.answersOnce("UID FETCH", "* LIST () \"/\" \"" + "\\\"".repeat(400_000) + "\"\r\nTAG OK");
        desk.poll();
        assertThat(desk.fetched()).isEmpty();
    }

    @Test
    void b06_aSinkThatHasEnoughStopsTheReadingAndTheMessageStays() throws IOException {
        server.holds("m1", "Subject: big\r\n\r\n" + "x".repeat(100_000) + "\r\n");

        try (Mailbox mailbox = desk.open()) {
            List<MessageRef> listed = mailbox.list();
            assertThatThrownBy(() -> mailbox.retrieve(listed, new SmallSink()))
                    .isInstanceOf(io.mailroom.spi.RetrievalSink.MessageTooLargeException.class);
            assertThatThrownBy(mailbox::list).isInstanceOf(ConnectionLostException.class);
        }
        assertThat(server.uids()).containsExactly("m1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UID STORE", "UID EXPUNGE"})
    void b23_b25_aRefusalToDeleteIsToldToTheCaller(String verb) {
        server.holds("m1", FIRE).answersOnce(verb, "TAG NO [SERVERBUG] cannot");

        refused(desk::poll, ErrorKind.REFUSED_FOR_NOW)
                .hasMessageContaining("refused " + verb + " with \"NO [SERVERBUG] cannot\"");
        assertThat(server.uids()).containsExactly("m1");
    }

    @Test
    void aGoodbyeThatIsLostCostsNothing() throws IOException {
        server.holds("m1", FIRE).losesTheAnswerTo("LOGOUT");

        desk.poll();

        assertThat(server.uids()).isEmpty();
    }

    @Test
    void b33_aBreakAtAnyByteLosesNothingAndTheNextPollsFinishTheWork() throws IOException {
        FaultyWire counting = FaultyWire.around(twoMails().connector());
        new Desk(new ImapDriver(), ImapContractTest.aProfile(), counting).poll();
        long bytes = counting.bytesRead();

        List<String> wrong = new ArrayList<>();
        for (String kind : List.of("cut", "reset", "stall")) {
            for (long at = 0; at < bytes; at++) {
                String result = pollThroughABreak(kind, at);
                if (!result.isEmpty()) {
                    wrong.add(kind + " at " + at + ": " + result);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(bytes).isGreaterThan(500);
    }

    @Test
    void b33_oneByteSegmentsChangeNothing() throws IOException {
        server.holds("m1", FIRE).holds("m2", bytes(WATER));
        Desk slow = new Desk(
                new ImapDriver(),
                ImapContractTest.aProfile(),
                FaultyWire.around(server.connector()).inSegmentsOf(1));

        slow.poll();

        assertThat(slow.fetched().values()).containsExactly(FIRE, WATER);
        assertThat(server.uids()).isEmpty();
    }

    /** @return what is wrong in the end, or nothing */
    private static String pollThroughABreak(String kind, long at) {
        ImapDouble server = twoMails();
        FaultyWire wire = FaultyWire.around(server.connector());
        switch (kind) {
            case "cut" -> wire.cutAfterReading(at);
            case "reset" -> wire.resetAfterReading(at);
            default -> wire.stallAfterReading(at);
        }
        Desk desk = new Desk(new ImapDriver(), ImapContractTest.aProfile(), wire);
        for (int poll = 0; poll < 3; poll++) {
            try {
                desk.poll();
            } catch (CommunicationsException broken) {
                wire.healed();
            } catch (IOException unexpected) {
                return "a network error came as " + unexpected;
            }
        }
        // Marked by the session that broke, and no new mail to a client without records.
        if (!server.marked().equals(server.uids())) {
            return "left on the server: " + server.uids();
        }
        return List.copyOf(desk.fetched().values()).equals(List.of(FIRE, WATER)) ? "" : "fetched " + desk.fetched();
    }

    private static ImapDouble twoMails() {
        return new ImapDouble().holds("m1", FIRE).holds("m2", bytes(WATER));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(ThrowingCallable call, ErrorKind kind) {
        return assertThatThrownBy(call)
                .isInstanceOf(CommandRefusedException.class)
                .satisfies(error ->
                        assertThat(((CommandRefusedException) error).kind()).isEqualTo(kind));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> lost(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(ConnectionLostException.class);
    }

    /** Takes ten bytes and no more. */
    private static final class SmallSink implements io.mailroom.spi.RetrievalSink {
        @Override
        public void begin(MessageRef message) {}

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            throw new MessageTooLargeException("more than 10 bytes");
        }

        @Override
        public void complete(MessageRef message) {}

        @Override
        public void refused(MessageRef message, String reply) {}
    }
}
