package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.examples.HearOfBounces;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.DeliveryReport;
import io.mailroom.smtp.DeliveryReport.MatchedBy;
import io.mailroom.smtp.DeliveryReport.Outcome;
import io.mailroom.smtp.DsnRequest;
import io.mailroom.smtp.DsnRequest.Occasion;
import io.mailroom.smtp.OutboundMessage;
import io.mailroom.smtp.OutboundMessageBuilder;
import io.mailroom.smtp.SendResult;
import io.mailroom.smtp.SmtpService;
import io.mailroom.testkit.Mailhost;
import io.mailroom.wire.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail through a real Postfix, its reports back from a real Dovecot over POP3. Skipped where none runs. */
class BouncesComeBackTest {
    private static final String USER = "user19";

    @TempDir
    Path directory;

    private final Map<String, DeliveryReport> reports = new ConcurrentHashMap<>();
    private Mailhost mailhost;

    private static OutboundMessageBuilder mail(String recipient) {
        return OutboundMessage.builder().to(recipient).subject("figures").text("Grüße");
    }

    private static DsnRequest wanting(Occasion occasion) {
        return new DsnRequest(Set.of(occasion), DsnRequest.Returned.HDRS, null);
    }

    @Test
    void everyKindOfReportIsTiedToTheMessageItIsAbout() throws Exception {
        Optional<Mailhost> running = Mailhost.find();
        assumeTrue(running.isPresent(), Mailhost.NOT_RUNNING);
        mailhost = running.orElseThrow();
        DovecotMailbox.of(mailhost, USER).empty();
        Profile profile = Profile.load(profile());
        Settings settings = Drivers.resolverFor(Drivers.of(profile)).resolve(profile, Direction.OUTBOUND);
        SendingContext context = new SendingContext(profile.name(), directory.resolve("home"), Transcript::off);
        CountDownLatch closing = new CountDownLatch(1);

        try (SmtpService service = SmtpService.open(settings, context)) {
            service.start();
            String gone = sent(service, mail("gone@bounce.test").dsn(wanting(Occasion.FAILURE)));
            String full = sent(service, mail("full@mailhost.test"));
            String waits = sent(service, mail("slow@defer.test").dsn(wanting(Occasion.DELAY)));
            String arrived = sent(service, mail("bob@mailhost.test").dsn(wanting(Occasion.SUCCESS)));
            Thread polling = new Thread(() -> poll(service, profile, closing));
            polling.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> reports.keySet().containsAll(List.of(gone, full, waits, arrived)));
            closing.countDown();
            polling.join();

            assertThat(outcome(gone)).isEqualTo(Outcome.FAILED);
            assertThat(reports.get(gone).matchedBy()).isEqualTo(MatchedBy.ENVELOPE_ID);
            assertThat(reports.get(gone).recipients().get(0).status()).isEqualTo("5.1.1");
            assertThat(outcome(full)).isEqualTo(Outcome.FAILED);
            assertThat(reports.get(full).matchedBy()).isEqualTo(MatchedBy.RETURNED_MESSAGE);
            assertThat(reports.get(full).recipients().get(0).status()).isEqualTo("5.2.2");
            assertThat(outcome(waits)).isEqualTo(Outcome.DELAYED);
            assertThat(outcome(arrived)).isIn(Outcome.DELIVERED, Outcome.PASSED_ON);
        }
    }

    private void poll(SmtpService service, Profile profile, CountDownLatch closing) {
        try {
            HearOfBounces.run(
                    service,
                    profile,
                    directory.resolve("inbox"),
                    report -> reports.put(key(report.messageId()), report),
                    closing);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sent(SmtpService service, OutboundMessageBuilder mail) {
        SendResult result = service.send(mail.build());
        assertThat(result.isSent()).as(result.recipients().toString()).isTrue();
        return key(result.messageId());
    }

    private static String key(String messageId) {
        return messageId.toLowerCase(Locale.ROOT);
    }

    private Outcome outcome(String messageId) {
        return reports.get(messageId).recipients().get(0).outcome();
    }

    private Path profile() throws IOException {
        return Files.writeString(directory.resolve("desk.properties"), """
                name = %1$s@mailhost.test
                driver = Internet SMTP/POP3 Server
                From Address = %1$s@mailhost.test
                POP3 Server = %2$s
                POP3 Server Port = %3$s
                POP3 Account Name = %1$s
                POP3 Account Password = %4$s
                PollingInterval = 1
                SMTP Server = %2$s
                SMTP Server Port = %5$s
                """.formatted(
                USER, mailhost.value("HOST"), mailhost.value("POP3"), mailhost.password(USER), mailhost.value("SMTP")));
    }
}
