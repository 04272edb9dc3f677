package io.mailroom.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.spi.Finding;
import io.mailroom.spi.Finding.Level;
import io.mailroom.testkit.Desk;
import io.mailroom.testkit.ImapDouble;
import io.mailroom.testkit.ImapDouble.Switch;
import io.mailroom.testkit.ScriptedServer;
import io.mailroom.wire.SocketConnector;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found about servers that differ from a good one. Healthy ones are examined by the command's tests. */
@Timeout(60)
class ImapExaminationTest {
    private final ImapDouble server = new ImapDouble();
    private final Desk desk =
            new Desk(new ImapDriver(), ImapContractTest.aProfile(), server.connector()).set("IMAP Server", "localhost");

    /** Holds for every test here. */
    @AfterEach
    void nothingWasChangedOnTheServer() {
        assertThat(server.commands())
                .noneMatch(command -> command.matches("(UID )?(STORE|EXPUNGE|COPY|MOVE|CREATE|APPEND).*"));
        assertThat(server.marked()).isEmpty();
        assertThat(String.join("\n", desk.log())).doesNotContain("pw-alice");
    }

    @Test
    void aGoodServerGivesNoCauseForConcern() {
        server.holds("m1", "Subject: a\n\nbody").holds("m2", "Subject: newest\n\nbody");

        List<Finding> findings = desk.examine();

        assertThat(findings).allMatch(finding -> finding.level() == Level.GOOD);
        assertThat(findings)
                .extracting(Finding::check)
                .containsExactly(
                        "network",
                        "greeting",
                        "capabilities",
                        "mechanisms",
                        "folder",
                        "ids",
                        "mailbox",
                        "fetch",
                        "login");
        assertThat(server.commands()).contains("UID FETCH 2 (BODY.PEEK[HEADER]<0.65536>)");
        assertThat(what(findings, "fetch")).contains("has 19 bytes");
        assertThat(what(findings, "mechanisms")).isEqualTo("LOGIN PLAIN LOGIN command");
        assertThat(what(findings, "capabilities")).doesNotContain("AUTH=");
    }

    @Test
    void aProfileThatLeavesItsMailOpensTheFolderForReadingOnly() {
        server.with(Switch.READ_ONLY, Switch.NO_UIDPLUS);

        List<Finding> findings = desk.set("Leave Messages On Server", "True").examine();

        assertThat(findings).allMatch(finding -> finding.level() == Level.GOOD);
        assertThat(what(findings, "folder")).contains("for reading only");
        assertThat(server.commands()).contains("EXAMINE \"INBOX\"");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_UIDPLUS, UIDPLUS, cannot remove single messages",
        "NO_IDLE, IDLE, waits for the next poll",
        "NO_UIDVALIDITY, ids, no UIDVALIDITY"
    })
    void whatTheServerLacksIsToldWithItsCost(Switch lack, String check, String words) {
        server.with(lack);

        assertWarned(desk.examine(), check, words);
    }

    @Test
    void whatTheProfileDoesNotUseIsNotMissed() {
        server.with(Switch.NO_IDLE, Switch.NO_MOVE);

        assertThat(desk.set("IMAP Idle", "False").examine()).allMatch(finding -> finding.level() == Level.GOOD);
    }

    @Test
    void withoutMoveMessagesAreCopiedAndThatIsTold() {
        server.with(Switch.NO_MOVE).hasFolder("Done");

        assertWarned(desk.set("IMAP Processed Folder", "Done").examine(), "MOVE", "copied to Done");
    }

    @ParameterizedTest
    @CsvSource({"READ_ONLY, READ-ONLY", "NO_DELETED_FLAG, PERMANENTFLAGS"})
    void aFolderThatNothingCanBeDeletedFromIsAFailure(Switch fault, String words) {
        server.with(fault);

        assertFailed(desk.examine(), "folder", words, "right to delete");
    }

    @ParameterizedTest
    @CsvSource({"lrs, lacks deleting, right to delete", "lte, lacks reading, right to read"})
    void rightsThatDoNotSufficeAreNamed(String letters, String words, String advice) {
        server.grants("INBOX", letters);

        assertFailed(desk.examine(), "rights", words, advice);
    }

    @ParameterizedTest
    @CsvSource({"lrswite", "lrswid"})
    void rightsOfEitherRevisionSuffice(String letters) {
        server.grants("INBOX", letters);

        List<Finding> findings = desk.examine();

        assertThat(what(findings, "rights")).isEqualTo("to INBOX: " + letters);
        assertThat(findings).allMatch(finding -> finding.level() == Level.GOOD);
    }

    @Test
    void aProcessedFolderHasToTakeMessages() {
        server.hasFolder("Done").grants("INBOX", "lrte").grants("Done", "lr");

        assertFailed(
                desk.set("IMAP Processed Folder", "Done").examine(), "processed", "may not put messages", "right (i)");
    }

    @ParameterizedTest
    @CsvSource({"lrk, GOOD", "lr, FAILED"})
    void aProcessedFolderThatIsNotThereMustBePossibleToMake(String above, Level level) {
        server.hasFolder("Team").grants("INBOX", "lrte").grants("Team", above);

        List<Finding> findings = desk.set("IMAP Processed Folder", "Team/Done").examine();

        assertThat(findings)
                .filteredOn(finding -> finding.check().equals("processed"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(level))
                .satisfies(finding -> assertThat(finding.what()).contains("Team/Done is not there"));
    }

    @Test
    void aNameThatHoldsOnlyFoldersIsToldApart() {
        server.answersOnce("LIST", "* LIST (\\Noselect) \"/\" Team\r\nTAG OK");

        assertWarned(desk.set("IMAP Processed Folder", "Team").examine(), "processed", "folders only");
    }

    @Test
    void aListThatCannotBeUnderstoodEndsTheExaminationNotTheProgram() {
        server.answersOnce("LIST", "* LIST ((((\r\nTAG OK");

        List<Finding> findings = desk.set("IMAP Processed Folder", "Team").examine();

        assertThat(findings).anyMatch(finding -> finding.level() == Level.FAILED);
    }

    @Test
    void aHeaderThatIsRefusedIsAFailureOfTheFetch() {
        server.holds("m1", "Subject: a\n\nbody").answersOnce("UID FETCH BODY", "TAG NO [SERVERBUG] disk");

        assertFailed(desk.examine(), "fetch", "disk", "next poll");
    }

    @Test
    void aMessageFromTheFutureMeansThatAClockIsWrong() {
        server.holds("m1", "Date: Fri, 1 Jan 2100 09:30:00 +0000\n\nbody");

        assertWarned(desk.examine(), "clock", "ahead of this machine's clock");
    }

    @Test
    void aServerWhoseGreetingTellsAnotherTimeHasAWrongClock() {
        server.answersOnce("", "* OK ready; Mon, 1 Jan 2001 09:30:00 +0000");

        assertWarned(desk.examine(), "clock", "behind this machine's clock");
    }

    @Test
    void aServerThatSaysWeAreLoggedInIsRefusedAndGetsNoPassword() {
        server.with(Switch.PREAUTH);

        assertFailed(desk.examine(), "TLS", "PREAUTH", "tampering");
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void aServerThatIsNoImapServerIsShownByItsGreeting() throws IOException {
        try (ScriptedServer other = ScriptedServer.playing("S: 220 smtp.example.com ESMTP\n* closed by the server")) {
            Desk elsewhere = new Desk(new ImapDriver(), ImapContractTest.aProfile(), new SocketConnector())
                    .set("IMAP Server", "localhost")
                    .set("IMAP Server Port", String.valueOf(other.port()));

            List<Finding> findings = elsewhere.examine();

            assertThat(what(findings, "greeting")).isEqualTo("220 smtp.example.com ESMTP");
            assertThat(findings).anyMatch(finding -> finding.level() == Level.FAILED);
        }
    }

    private static String what(List<Finding> findings, String check) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow()
                .what();
    }

    private static void assertWarned(List<Finding> findings, String check, String words) {
        assertFound(findings, Level.WARNING, check, words, "");
        assertThat(findings).noneMatch(finding -> finding.level() == Level.FAILED);
    }

    private static void assertFailed(List<Finding> findings, String check, String words, String advice) {
        assertFound(findings, Level.FAILED, check, words, advice);
    }

    private static void assertFound(List<Finding> findings, Level level, String check, String words, String advice) {
        assertThat(findings).filteredOn(finding -> finding.level() == level).anySatisfy(finding -> {
            assertThat(finding.check()).isEqualTo(check);
            assertThat(finding.what()).contains(words);
            assertThat(finding.advice()).contains(advice).isNotEmpty();
        });
    }
}
