package io.mailroom.smtp;

import static io.mailroom.smtp.RecipientResult.Status.DEFERRED;
import static io.mailroom.smtp.RecipientResult.Status.REFUSED;
import static io.mailroom.smtp.RecipientResult.Status.SENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailroom.event.EventFields;
import io.mailroom.event.InboundMessage;
import io.mailroom.event.MappedMessage;
import io.mailroom.event.MappingOptions;
import io.mailroom.event.MessageMapper;
import io.mailroom.event.MessageOrigin;
import io.mailroom.event.PartFiles;
import io.mailroom.smtp.DeliveryReport.MatchedBy;
import io.mailroom.smtp.DeliveryReport.Outcome;
import io.mailroom.spool.LocalDisk;
import io.mailroom.testkit.Mailhost;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.SocketConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sender against two real Postfix servers. Skipped where none runs. */
@Timeout(120)
class PostfixTest {
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private Mailhost mailhost;
    private TestSending sending;

    @BeforeEach
    void findTheServers() {
        Assumptions.assumeTrue(Mailhost.find().isPresent(), Mailhost.NOT_RUNNING);
        mailhost = Mailhost.find().orElseThrow();
        Endpoint smtp = mailhost.endpoint("SMTP");
        sending = new TestSending()
                .home(home)
                .with("From Address", "alice@mailhost.test")
                .with("SMTP Server", smtp.host())
                .with("SMTP Server Port", String.valueOf(smtp.port()))
                .with("CA Certificate File", mailhost.authority().toString())
                .with("SMTP Timeout", "20")
                .server(smtp.host(), new SocketConnector());
    }

    private SendResult send(OutboundMessage message) {
        try (SmtpSender sender = sending.sender()) {
            return sender.send(message);
        }
    }

    private static OutboundMessage mail(String subject, String... recipients) {
        return OutboundMessage.builder()
                .to(recipients)
                .subject(subject)
                .text("Grüße\n.\n..\n")
                .build();
    }

    @Test
    void everyFixedAnswerGivesTheDocumentedResult() {
        SendResult result = send(mail(
                "answers",
                "bob@mailhost.test",
                "tempfail@mailhost.test",
                "greylist@mailhost.test",
                "denied@mailhost.test",
                "nobody-here@mailhost.test"));

        assertThat(result.recipients())
                .extracting(RecipientResult::status)
                .containsExactly(SENT, DEFERRED, DEFERRED, REFUSED, REFUSED);
        assertThat(result.recipients()).extracting(RecipientResult::code).containsExactly(250, 450, 451, 550, 550);
        assertThat(result.recipients())
                .extracting(RecipientResult::enhancedCode)
                .containsExactly("2.0.0", "4.2.1", "4.7.1", "5.7.1", "5.1.1");
    }

    @Test
    void aServerThatShutsDownIsReplacedByTheBackup() {
        Endpoint backup = mailhost.endpoint("BACKUP_SMTP");
        SendResult alone = send(mail("shutdown", "bob@mailhost.test", "shutdown@mailhost.test"));
        sending.with("SMTP Backup Server", backup.host())
                .with("SMTP Backup Server Port", String.valueOf(backup.port()));
        SendResult both = send(mail("shutdown", "bob@mailhost.test", "shutdown@mailhost.test"));

        assertThat(alone.recipients()).extracting(RecipientResult::status).containsOnly(DEFERRED);
        assertThat(alone.failures()).singleElement().asString().contains("421 4.3.2");
        assertThat(both.failures()).isNotEmpty();
        assertThat(both.recipients().get(0).server()).isEqualTo(backup.toString());
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedBeforeItIsSent() {
        sending.with("Max Sent Message Size", "100 MiB");
        SendResult result = send(OutboundMessage.builder()
                .to("bob@mailhost.test")
                .text("x")
                .attach(OutboundAttachment.named("large.bin", Content.bytes(new byte[16 * 1024 * 1024])))
                .build());

        assertThat(result.recipients()).extracting(RecipientResult::code).containsExactly(552);
        assertThat(result.recipients())
                .extracting(RecipientResult::enhancedCode)
                .containsExactly("5.3.4");
    }

    @Test
    void aMessageArrivesOverEveryKindOfConnection() throws Exception {
        String subject = "kinds " + UUID.randomUUID();
        for (String[] kind : new String[][] {{"SMTP", "TLS"}, {"SUBMISSION", "TLS"}, {"SMTPS", "SSL"}}) {
            Endpoint server = mailhost.endpoint(kind[0]);
            sending.with("SMTP Server Port", String.valueOf(server.port()))
                    .with("Enable TLS for SMTP", String.valueOf(kind[1].equals("TLS")))
                    .with("Enable SSL for SMTP", String.valueOf(kind[1].equals("SSL")))
                    .with("SMTP Account Name", "alice")
                    .with("SMTP Account Password", mailhost.password("alice"));

            SendResult result = send(mail(subject, "carol@mailhost.test"));

            assertThat(result.isSent()).as(kind[0] + result.failures()).isTrue();
            assertThat(result.security()).isEqualTo("tls");
        }
        await().atMost(DELIVERY).until(() -> mailOf("carol", subject).size() == 3);
        assertThat(mailOf("carol", subject).get(0)).contains("Subject: " + subject);
        assertThat(sending.transcript).noneMatch(line -> line.contains(mailhost.password("alice")));
    }

    @Test
    void aWrongPasswordIsTemporaryAndSaysWhatToDo() {
        sending.with(
                        "SMTP Server Port",
                        String.valueOf(mailhost.endpoint("SUBMISSION").port()))
                .with("Enable TLS for SMTP", "True")
                .with("SMTP Account Name", "alice")
                .with("SMTP Account Password", "canary-wrong");

        SendResult result = send(mail("x", "bob@mailhost.test"));

        assertThat(result.recipients()).extracting(RecipientResult::status).containsExactly(DEFERRED);
        assertThat(result.failures())
                .singleElement()
                .asString()
                .contains("refused AUTH", "with \"535", "SMTP Account Password")
                .doesNotContain("canary");
    }

    @Test
    void aBounceComesBackAndIsTiedToItsMessage() throws Exception {
        OutboundMessage message = OutboundMessage.builder()
                .to("gone-" + UUID.randomUUID() + "@bounce.test")
                .subject("will bounce")
                .text("x")
                .dsn(new DsnRequest(
                        EnumSet.of(DsnRequest.Occasion.FAILURE),
                        DsnRequest.Returned.HDRS,
                        "order-" + UUID.randomUUID()))
                .build();
        try (SmtpService service = SmtpService.openForTest(sending.settings(), sending, new LocalDisk())) {
            service.start();
            List<DeliveryReport> heard = new ArrayList<>();
            service.bounces().listener(heard::add);
            SendResult result = service.send(message);
            assertThat(result.isSent()).as(result.failures().toString()).isTrue();

            String bounce = await().atMost(DELIVERY)
                    .until(() -> mailOf("alice", result.messageId()).stream().findFirst(), Optional::isPresent)
                    .orElseThrow();
            Optional<DeliveryReport> report = service.bounces().received(read(bounce));

            assertThat(report).isPresent();
            assertThat(heard).containsExactly(report.get());
            assertThat(report.get().messageId()).isEqualToIgnoringCase(result.messageId());
            assertThat(report.get().matchedBy()).isEqualTo(MatchedBy.ENVELOPE_ID);
            assertThat(report.get().recipients()).singleElement().satisfies(each -> {
                assertThat(each.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(each.status()).isEqualTo("5.1.1");
            });
        }
    }

    @Test
    void whatIsQueuedLeavesByItselfOverSeveralConnections() throws Exception {
        String subject = "queued " + UUID.randomUUID();
        try (SmtpService service = SmtpService.open(sending.settings(), sending)) {
            service.start();
            for (int i = 0; i < 50; i++) {
                service.queue(mail(subject, "dave@mailhost.test"));
            }
            await().atMost(DELIVERY).until(() -> service.outbox().list().isEmpty());
        }

        await().atMost(DELIVERY).until(() -> mailOf("dave", subject).size() >= 50);
        assertThat(mailOf("dave", subject)).hasSize(50);
        try (Stream<Path> left = Files.list(home.resolve("sent"))) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("SMTP_"));
        }
    }

    private InboundMessage read(String mail) throws IOException {
        Path file = Files.writeString(home.resolve("bounce.eml"), mail, java.nio.charset.StandardCharsets.ISO_8859_1);
        MappedMessage mapped =
                new MessageMapper(MappingOptions.DEFAULT).map(file, MessageOrigin.unknown(""), PartFiles.discarding());
        assertThat(mapped.fields().isTrue(EventFields.IS_DELIVERY_STATUS_NOTIFICATION))
                .isTrue();
        return mapped.message();
    }

    private List<String> mailOf(String user, String containing) throws IOException {
        List<String> found = new ArrayList<>();
        Path maildir = Path.of(mailhost.value("DIR")).resolve("mail").resolve(user);
        if (Files.isDirectory(maildir)) {
            try (Stream<Path> files = Files.walk(maildir)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String directory = String.valueOf(file.getParent().getFileName());
                    if (directory.equals("new") || directory.equals("cur")) {
                        String mail = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                        if (mail.contains(containing)) {
                            found.add(mail);
                        }
                    }
                }
            }
        }
        return found;
    }
}
