package io.mailroom.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.mime.Defect;
import io.mailroom.mime.DefectCode;
import io.mailroom.mime.MailAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InboundMessageTest {
    private final Random random = new Random(41);

    @Test
    void aRedeliveredEventHasAnEqualView() {
        for (int run = 0; run < 500; run++) {
            List<MailAddress> from = mailboxes();
            List<MailAddress> to = mailboxes();
            List<String> references = texts();
            String sha = text();
            EventFields fields = EventFields.builder()
                    .put(EventFields.SUBJECT, text())
                    .put(EventFields.TEXT_NOTE, text())
                    .put(EventFields.FILE_PATH, 0, "/spool/ATT_1.dat")
                    .put(EventFields.FILE_NAME, 0, text())
                    .build();
            Map<String, String> detail = MessageDetail.builder()
                    .putAddresses(InboundMessage.FROM, from)
                    .putAddresses(InboundMessage.TO, to)
                    .putColumn(InboundMessage.REFERENCES, references)
                    .putRow(InboundMessage.FILE + 0, "17", sha, "id")
                    .build()
                    .asMap();

            InboundMessage message = InboundMessage.of(fields, detail);

            assertThat(message.from()).isEqualTo(from);
            assertThat(message.to()).isEqualTo(to);
            assertThat(message.references()).isEqualTo(references);
            assertThat(message.attachments()).singleElement().satisfies(file -> {
                assertThat(file.sizeBytes()).isEqualTo(17);
                assertThat(file.sha256()).isEqualTo(sha);
            });
            InboundMessage again = InboundMessage.of(EventFields.of(fields.asMap()), Map.copyOf(message.toDetail()));
            assertThat(again).isEqualTo(message).hasSameHashCodeAs(message);
        }
    }

    @Test
    void aMovedFileIsAnotherPathInTheSameView() {
        EventFields fields = EventFields.builder()
                .put(EventFields.FILE_PATH, 0, "/spool/ATT_1.dat")
                .put(EventFields.FILE_NAME, 0, "price list.pdf")
                .build();
        Map<String, String> detail = MessageDetail.builder()
                .putRow(InboundMessage.FILE + 0, "17", "ab", "")
                .build()
                .asMap();

        EventFields moved = LocalFiles.moved(LocalFiles.announce(fields), Map.of("FilePath0", "/shared/ABCDEFG"));

        assertThat(InboundMessage.of(moved, detail).attachments())
                .containsExactly(new Attachment(
                        0, "price list.pdf", "", "", "", Path.of("/shared/ABCDEFG"), 17, "ab", false, false, ""));
    }

    @Test
    void theFieldsAloneMakeAView() {
        EventFields fields = EventFields.builder()
                .put(EventFields.SUBJECT, "Pager 17")
                .put(EventFields.SENT, "yesterday")
                .put(EventFields.MESSAGE_ID, "")
                .put(EventFields.AUTO_SUBMITTED, "auto-submitted=auto-replied; made-up=1; list=list-id")
                .build();

        InboundMessage message = InboundMessage.of(fields, Map.of());

        assertThat(message.subject()).isEqualTo("Pager 17");
        assertThat(message.sent()).isEmpty();
        assertThat(message.messageId()).isEmpty();
        assertThat(message.text()).isEmpty();
        assertThat(message.attachments()).isEmpty();
        assertThat(message.automaticMail().evidence())
                .containsExactly(
                        new AutomaticMail.Evidence(AutomaticMail.Kind.AUTO_SUBMITTED, "auto-replied"),
                        new AutomaticMail.Evidence(AutomaticMail.Kind.LIST, "list-id"));
    }

    @Test
    void anEventStoredByALaterVersionIsRefusedWithAdvice() {
        Map<String, String> detail = Map.of(MessageDetail.VERSION, "2");

        assertThatThrownBy(() -> InboundMessage.of(EventFields.of(Map.of()), detail))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("a later one");
    }

    @Test
    void defectsKeepCodeOffsetAndText() {
        Map<String, String> detail = MessageDetail.builder()
                .putRows(
                        InboundMessage.DEFECTS,
                        List.of(
                                new String[] {"base64-junk", "812", "!"},
                                new String[] {"from-a-later-version", "1", ""},
                                new String[] {"missing-close-delimiter", "-1", ""}))
                .build()
                .asMap();

        InboundMessage message = InboundMessage.of(EventFields.of(Map.of()), detail);

        assertThat(message.defects())
                .containsExactly(
                        new Defect(DefectCode.BASE64_JUNK, 812, "!"),
                        new Defect(DefectCode.MISSING_CLOSE_DELIMITER, -1, ""));
        assertThat(message.isAmbiguous()).isTrue();
    }

    @Test
    void whatItPrintsIsNobodysMail() {
        InboundMessage message = InboundMessage.of(
                EventFields.builder()
                        .put(EventFields.SUBJECT, "secret")
                        .put(EventFields.TEXT_NOTE, "secret")
                        .build(),
                Map.of());

        assertThat(message.toString()).doesNotContain("secret");
        assertThat(message.text().orElseThrow().toString()).doesNotContain("secret");
    }

    private List<MailAddress> mailboxes() {
        List<MailAddress> mailboxes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            mailboxes.add(new MailAddress(text(), text()));
        }
        return mailboxes;
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            texts.add(text());
        }
        return texts;
    }

    private String text() {
        return FieldText.clean(FieldTextTest.anyText(random, 40), 100);
    }
}
