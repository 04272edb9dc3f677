package io.mailroom.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.Defect;
import io.mailroom.mime.DefectCode;
import io.mailroom.mime.MailAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The single fields of contract section 6 that need a rule. */
class FieldMappingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Re: Printer on fire|Re",
                "RE:Printer|Re",
                "re : Printer|Re",
                "Re[2]: Printer|Re",
                "Re (3): Printer|Re",
                "Re^2: Printer|Re",
                "[list] Re: Printer|Re",
                "[list]Fwd: Printer|Fwd",
                "Fwd: Re: Printer|Fwd",
                "FW: Printer|Fw",
                "Fw: Printer|Fw",
                "AW: Drucker|Re",
                "Antw: Printer|Re",
                "SV: Skrivare|Re",
                "Odp: Drukarka|Re",
                "WG: Drucker|Fw",
                "Re：打印机|Re",
                "Printer on fire|''",
                "Regarding: Printer|''",
                "Re Printer|''",
                "Report: Re: all|''",
                "[unclosed Re: Printer|''",
                "[list]|''",
                "Re|''",
                ":|''",
                "''|''",
            })
    void thePrefixIsReFwdFwOrNothing(String subject, String prefix) {
        assertThat(SubjectPrefix.of(subject)).isEqualTo(prefix);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|''|1",
                "1 (Highest)|''|1",
                "5 (Lowest)|High|5",
                "4|''|4",
                "''|High|1",
                "''|normal|3",
                "''|LOW|5",
                "''|''|3",
                "0|Low|5",
                "6|''|3",
                "12|''|3",
                "-1|''|3",
                "urgent|High|1",
                "''|urgent|3",
            })
    void thePriorityIsOneToFive(String xPriority, String msMailPriority, String priority) {
        assertThat(FieldMapping.priority(xPriority, msMailPriority)).isEqualTo(priority);
    }

    @Test
    void addressListsAreJoinedBySemicolonsAndCanBeTakenApart() {
        List<MailAddress> mailboxes = List.of(
                new MailAddress("Ann Example", "ann@example.com"),
                new MailAddress("", "bob@example.com"),
                new MailAddress("Doe; \"J\"", "doe@example.com"));

        String list = FieldMapping.list(mailboxes);

        assertThat(list)
                .isEqualTo("Ann Example <ann@example.com>;bob@example.com;\"Doe; \\\"J\\\"\" <doe@example.com>");
    }

    @Test
    void anAddressListIsBoundedBetweenAddresses() {
        List<MailAddress> mailboxes = Collections.nCopies(60_000, new MailAddress("", "somebody@example.com"));

        String list = FieldMapping.list(mailboxes);

        assertThat(list).hasSizeLessThanOrEqualTo(EventLimits.ADDRESS_LIST).endsWith(";somebody@example.com");
    }

    @Test
    void defectsAreCodesWithOffsetsAndTheRestIsCounted() {
        assertThat(FieldMapping.defects(
                        List.of(new Defect(DefectCode.BASE64_JUNK, 812, "!"), new Defect(DefectCode.BARE_CR, -1, ""))))
                .isEqualTo("base64-junk@812;bare-cr");
        assertThat(FieldMapping.defects(
                        Collections.nCopies(EventLimits.DEFECTS + 7, new Defect(DefectCode.NUL_BYTE, 3, ""))))
                .endsWith(";nul-byte@3;+7")
                .satisfies(list -> assertThat(list.split(";")).hasSize(EventLimits.DEFECTS + 1));
    }

    @Test
    void filesOfQueuedEventsAreAnnouncedInOrder() {
        EventFields fields = EventFields.builder()
                .put(EventFields.FILE_PATH, 0, "/spool/ATT_1.dat")
                .put(EventFields.FILE_PATH, 1, "/spool/a|b.txt")
                .put(EventFields.ORIG_MSG_FILE, "/spool/POP3_1.tmp")
                .put(EventFields.LOOPBACK_CANDIDATE, false)
                .build();

        EventFields announced = LocalFiles.announce(fields);

        assertThat(announced.asMap().keySet())
                .containsExactly(
                        "FilePath0",
                        "FilePath1",
                        "OrigMsgFile",
                        "LocalFileToGlobal0",
                        "LocalFileToGlobal1",
                        "LocalFileToGlobal2",
                        "LoopbackCandidate");
        assertThat(announced.get("LocalFileToGlobal0")).isEqualTo("OrigMsgFile|/spool/POP3_1.tmp");
        assertThat(LocalFiles.of(announced))
                .containsExactly(
                        Map.entry("OrigMsgFile", "/spool/POP3_1.tmp"),
                        Map.entry("FilePath0", "/spool/ATT_1.dat"),
                        Map.entry("FilePath1", "/spool/a|b.txt"));
        assertThat(LocalFiles.announce(announced)).isEqualTo(announced);
    }

    @Test
    void movedFilesHaveTheirNewNames() {
        EventFields announced = LocalFiles.announce(EventFields.builder()
                .put(EventFields.FILE_PATH, 0, "/spool/ATT_1.dat")
                .put(EventFields.ORIG_MSG_FILE, "")
                .build());

        EventFields moved = LocalFiles.moved(announced, Map.of("FilePath0", "ABCDEFG"));

        assertThat(moved.asMap()).containsExactly(Map.entry("FilePath0", "ABCDEFG"), Map.entry("OrigMsgFile", ""));
    }
}
