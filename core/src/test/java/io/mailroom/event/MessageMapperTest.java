package io.mailroom.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.PartOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageMapperTest {
    /** Every field that stands once, in the order of contract section 6. */
    private static final List<String> ALWAYS = List.of(
            "Subject",
            "ToList",
            "CcList",
            "Keywords",
            "References",
            "In-Reply-To",
            "Message-ID",
            "SenderAddress",
            "SenderName",
            "SenderReplyNames",
            "SenderAddrType",
            "MsgClass",
            "ReceiverAddress",
            "ReceiverName",
            "Sent",
            "Received",
            "Prefix",
            "Priority",
            "TextNote",
            "text/plain charset",
            "HTMLBody",
            "text/html charset",
            "Attachments",
            "HasAttach",
            "OrigMsgFile",
            "LoopbackCandidate",
            "IsDeliveryStatusNotification",
            "DsnAction",
            "DsnStatus",
            "DsnFinalRecipient",
            "DsnOriginalEnvelopeId",
            "DsnContent",
            "SiebelChannelProfile",
            "SiebelChannelType",
            "SiebelChannelTypeString",
            "SiebelDriverEventName",
            "SiebelDriverNotifyWhenDone",
            "SiebelWorkItemID",
            "EventId",
            "PossibleDuplicate",
            "Defects",
            "MayAutoReply",
            "AutoSubmitted",
            "ContentDigest");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "x", "\0\0\0", "Subject: x", "Subject: x\n\n", "\n\nbody", "From: \n\n\n"})
    void everyFieldIsThereWhateverTheMessageIs(String message) throws IOException {
        MappedMessage mapped = mapped(message);

        assertThat(mapped.fields().asMap().keySet().stream().filter(name -> !name.matches("(File|Temp).*\\d+")))
                .containsExactlyElementsOf(ALWAYS);
        assertThat(mapped.fields().get("Priority")).isEqualTo("3");
    }

    @Test
    void aTextLongerThanAFieldIsCutWithADefectAndTheWholeIsAFile() throws IOException {
        String line = "All work and no play makes a dull day.\n";
        String body = line.repeat(EventLimits.BODY / line.length() + 1_000);

        MappedMessage mapped = mapped("Content-Type: text/plain; charset=utf-8\n\n" + body);

        InboundMessage message = mapped.message();
        assertThat(mapped.fields().get("TextNote")).hasSize(EventLimits.BODY);
        assertThat(body).startsWith(mapped.fields().get("TextNote"));
        assertThat(message.text().orElseThrow().isComplete()).isFalse();
        assertThat(message.defects()).anyMatch(defect -> defect.code() == DefectCode.TEXT_TOO_LONG);
        assertThat(message.attachments().get(0).name()).isEqualTo("TextNote.txt");
        assertThat(message.attachments().get(0).supplemental()).isTrue();
        assertThat(message.attachments().get(0).path()).hasContent(body);
        assertThat(mapped.fields().get("HasAttach")).isEqualTo("False");
    }

    @Test
    void howLinesEndedOnTheWayDoesNotChangeTheBodies() throws IOException {
        String message =
                "From: a@b.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\none\n\ntwo\n--b\n"
                        + "Content-Type: text/html\n\n<p>one\n<p>two\n--b--\n";

        EventFields withLf = mapped(message).fields();
        EventFields withCrLf = mapped(message.replace("\n", "\r\n")).fields();

        assertThat(withLf.get("TextNote")).isEqualTo("one\n\ntwo");
        assertThat(withCrLf.get("TextNote")).isEqualTo(withLf.get("TextNote"));
        assertThat(withCrLf.get("HTMLBody")).isEqualTo(withLf.get("HTMLBody"));
    }

    @Test
    void theSameMessageGivesTheSameEventAndFiles() throws IOException {
        for (String name : List.of("forwarded.eml", "bounce.eml", "attachments.eml", "hostile-names.eml")) {
            Map<String, String> first = everything(name, Files.createDirectory(directory.resolve(name + "1")));
            Map<String, String> second = everything(name, Files.createDirectory(directory.resolve(name + "2")));

            assertThat(second).isEqualTo(first).hasSizeGreaterThan(ALWAYS.size());
        }
    }

    @Test
    void aReportAboutAHundredThousandRecipientsIsBounded() throws IOException {
        String recipient = "Final-Recipient: rfc822; gone@elsewhere.example\nAction: failed\nStatus: 5.1.1\n"
                + "Diagnostic-Code: smtp; 550 " + "no ".repeat(50) + "\n\n";

        MappedMessage mapped = mapped("Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
                + "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n" + recipient.repeat(100_000)
                + "--b--\n");

        assertThat(mapped.fields().get("DsnStatus")).isEqualTo("5.1.1");
        assertThat(mapped.message().deliveryStatus().orElseThrow().recipients()).hasSizeBetween(1, 1_000);
        assertThat(mapped.message().defects())
                .anyMatch(defect -> defect.code() == DefectCode.TOO_MANY_REPORT_RECIPIENTS);
        assertThat(mapped.message().toDetail().get("report.recipients")).hasSizeLessThan(2 * EventLimits.REPORT);
    }

    @Test
    void aReportInsideAReturnedMessageIsNotAboutOurs() throws IOException {
        MappedMessage mapped = mapped("From: ann@customer.example\nContent-Type: multipart/mixed; boundary=a\n\n--a\n"
                + "Content-Type: message/rfc822\n\n"
                + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
                + "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; x@y.example\n"
                + "Action: failed\nStatus: 5.1.1\n\n--b--\n--a--\n");

        assertThat(mapped.fields().get("IsDeliveryStatusNotification")).isEqualTo("False");
        assertThat(mapped.message().deliveryStatus()).isEmpty();
        assertThat(mapped.message().automaticMail().mayAutoReply()).isTrue();
    }

    @Test
    void noNameOfTheSenderReachesTheDisk() throws IOException {
        FolderFiles files = new FolderFiles(directory);

        MappedMessage mapped =
                new MessageMapper(MappingOptions.DEFAULT).map(sample("hostile-names.eml"), origin(), files);

        try (Stream<Path> found = Files.walk(directory)) {
            assertThat(found.filter(Files::isRegularFile)).containsExactlyInAnyOrderElementsOf(files.written());
        }
        assertThat(files.written())
                .extracting(file -> file.getFileName().toString())
                .allMatch(name -> name.matches("(ATT|OriginalMessageText)_\\d+\\.(dat|txt)"));
        assertThat(mapped.message().attachments())
                .hasSize(13)
                .extracting(Attachment::name)
                .allMatch(name -> !name.matches(".*[/\\\\:\\p{Cntrl}\u202E].*"), "one leaf, no controls, no streams");
    }

    @Test
    void aReceiverWithANameIsNamed() throws IOException {
        EventFields fields = mapped("From: \"Ann\" <ANN@b.example>\n\n").fields();

        assertThat(fields.get("ReceiverName")).isEqualTo("Example Support");
        assertThat(fields.get("ReceiverAddress")).isEqualTo("support@example.com");
        assertThat(fields.get("SenderAddress")).isEqualTo("ann@b.example");
        assertThat(fields.get("SenderName")).isEqualTo("Ann");
        assertThat(fields.get("SenderReplyNames")).isEqualTo("ann@b.example");
    }

    @Test
    void anEncodedNameWithAnAddressInItIsOnlyAName() throws IOException {
        EventFields fields = mapped("From: =?utf-8?Q?boss=40bank.example?= <mallory@evil.example>\n\n")
                .fields();

        assertThat(fields.get("SenderName")).isEqualTo("boss@bank.example");
        assertThat(fields.get("SenderAddress")).isEqualTo("mallory@evil.example");
    }

    @Test
    void aFullDiskIsAnErrorAndEveryFileIsClosed() {
        FolderFiles folder = new FolderFiles(directory);
        PartFiles full = new PartFiles() {
            @Override
            public PartOutput attachment() throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public Optional<PartOutput> originalText() throws IOException {
                return folder.originalText();
            }
        };

        assertThatThrownBy(
                        () -> new MessageMapper(MappingOptions.DEFAULT).map(sample("attachments.eml"), origin(), full))
                .hasMessage("No space left on device");
        assertThat(folder.open()).isZero();
    }

    @Test
    void aMapperReadsMessageAfterMessage() throws IOException {
        MessageMapper mapper = new MessageMapper(MappingOptions.DEFAULT);

        for (int i = 0; i < 3; i++) {
            assertThat(mapper.map(sample("forwarded.eml"), origin(), PartFiles.discarding())
                            .fields()
                            .get("Subject"))
                    .isEqualTo("Fw: Complaint");
            assertThat(mapper.map(sample("empty.eml"), origin(), PartFiles.discarding())
                            .fields()
                            .get("Subject"))
                    .isEmpty();
        }
    }

    private MappedMessage mapped(String message) throws IOException {
        return new MessageMapper(MappingOptions.DEFAULT)
                .map(
                        new ByteArrayInputStream(message.getBytes(ISO_8859_1)),
                        origin(),
                        new FolderFiles(Files.createTempDirectory(directory, "mapped")));
    }

    private static Map<String, String> everything(String name, Path into) throws IOException {
        FolderFiles files = new FolderFiles(into);
        MappedMessage mapped = new MessageMapper(MappingOptions.DEFAULT).map(sample(name), origin(), files);
        Map<String, String> all = new HashMap<>();
        mapped.fields().asMap().forEach((field, value) -> all.put(field, value.replace(into.toString(), "")));
        mapped.message().toDetail().forEach((key, value) -> all.put("detail " + key, value));
        for (Path file : files.written()) {
            all.put(into.relativize(file).toString(), new String(Files.readAllBytes(file), ISO_8859_1));
        }
        return all;
    }

    private static Path sample(String name) {
        return SampleTest.SAMPLES.resolve(name);
    }

    private static MessageOrigin origin() {
        return SampleTest.ORIGIN;
    }
}
