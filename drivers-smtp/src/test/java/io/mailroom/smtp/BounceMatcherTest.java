package io.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.event.InboundMessage;
import io.mailroom.event.MappingOptions;
import io.mailroom.event.MessageMapper;
import io.mailroom.event.MessageOrigin;
import io.mailroom.event.PartFiles;
import io.mailroom.smtp.DeliveryReport.MatchedBy;
import io.mailroom.smtp.DeliveryReport.Outcome;
import io.mailroom.smtp.DeliveryReport.Recipient;
import io.mailroom.smtp.outbox.SentIndex;
import io.mailroom.testkit.ManualClock;
import io.mailroom.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ties a report that comes in to the message it is about. */
class BounceMatcherTest {
    private static final String OURS = "<Order-7@example.com>";

    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.at("2026-03-01T09:30:00Z");
    private final SentIndex sent = new SentIndex(new MemoryDisk(), Path.of("/sent.ids"), clock);
    private final BounceMatcher bounces = new BounceMatcher(sent);
    private final List<DeliveryReport> heard = new ArrayList<>();

    @BeforeEach
    void weHaveSentAMessage() throws IOException {
        sent.add(OURS, Optional.of("Order 7+1"));
        bounces.listener(heard::add);
    }

    private Optional<DeliveryReport> received(String mail) throws IOException {
        Path file = Files.writeString(
                directory.resolve("report.eml"), mail.replace("\n", "\r\n"), StandardCharsets.ISO_8859_1);
        InboundMessage message = new MessageMapper(MappingOptions.DEFAULT)
                .map(file, MessageOrigin.unknown(""), PartFiles.discarding())
                .message();
        return bounces.received(message);
    }

    private static String report(String perMessage, String perRecipient, String returned) {
        return """
                From: MAILER-DAEMON@mx.test
                To: desk@example.com
                Subject: Undelivered Mail Returned to Sender
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                I am sorry.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.test
                %s
                %s
                %s--b--
                """.formatted(perMessage, perRecipient, returned);
    }

    private static String recipient(String action, String status) {
        return "Final-Recipient: rfc822; ann@a.test\nAction: " + action + "\nStatus: " + status + "\n"
                + "Diagnostic-Code: smtp; 550 no such user\n";
    }

    private static String returned(String type, String messageId) {
        return "--b\nContent-Type: " + type + "\n\nFrom: desk@example.com\nSubject: hello\nMessage-ID: " + messageId
                + "\n\n";
    }

    @Test
    void theEnvelopeIdThatCameBackTiesItWhateverElseTheReportSays() throws IOException {
        Optional<DeliveryReport> report = received(report(
                "Original-Envelope-Id: Order+207+2B1\n",
                recipient("failed", "5.1.1"),
                returned("text/rfc822-headers", "<foreign@example.org>")));

        assertThat(report).hasValueSatisfying(found -> {
            assertThat(found.matchedBy()).isEqualTo(MatchedBy.ENVELOPE_ID);
            assertThat(found.messageId()).isEqualToIgnoringCase(OURS);
            assertThat(found.sentAt()).isEqualTo(clock.instant());
            assertThat(found.isFailure()).isTrue();
        });
        assertThat(heard).containsExactly(report.orElseThrow());
    }

    @Test
    void theHeaderThatCameBackTiesItByItsMessageId() throws IOException {
        Optional<DeliveryReport> report =
                received(report("", recipient("failed", "5.1.1"), returned("text/rfc822-headers", OURS)));

        assertThat(report).hasValueSatisfying(found -> {
            assertThat(found.matchedBy()).isEqualTo(MatchedBy.RETURNED_MESSAGE);
            assertThat(found.recipients())
                    .containsExactly(new Recipient("ann@a.test", Outcome.FAILED, "5.1.1", "550 no such user"));
        });
        assertThat(heard).hasSize(1);
    }

    @Test
    void theMessageThatCameBackTiesItByItsMessageIdInAnyCase() throws IOException {
        Optional<DeliveryReport> report = received(
                report("", recipient("delayed", "4.4.1"), returned("message/rfc822", "<ORDER-7@Example.COM>")));

        assertThat(report).hasValueSatisfying(found -> {
            assertThat(found.matchedBy()).isEqualTo(MatchedBy.RETURNED_MESSAGE);
            assertThat(found.recipients().get(0).outcome()).isEqualTo(Outcome.DELAYED);
            assertThat(found.isFailure()).isFalse();
        });
    }

    @Test
    void theThreadTiesAReportWithWhichNothingCameBack() throws IOException {
        String mail = report("", recipient("failed", "5.2.2"), "")
                .replaceFirst("MIME-Version", "References: <x@y> " + OURS + "\nMIME-Version");

        assertThat(received(mail)).get().extracting(DeliveryReport::matchedBy).isEqualTo(MatchedBy.THREAD);
    }

    @Test
    void aBounceInProseIsTiedByItsThread() throws IOException {
        Optional<DeliveryReport> report = received("""
                Return-Path: <>
                From: Mail Delivery System <MAILER-DAEMON@mx.test>
                To: desk@example.com
                Subject: Mail delivery failed: returning message to sender
                In-Reply-To: %s
                X-Failed-Recipients: ann@a.test

                This message was created automatically by mail delivery software.

                A message that you sent could not be delivered to one or more of its
                recipients. This is a permanent error. The following address(es) failed:

                  ann@a.test
                    550 5.1.1 no such user
                """.formatted(OURS));

        assertThat(report).hasValueSatisfying(found -> {
            assertThat(found.matchedBy()).isEqualTo(MatchedBy.THREAD);
            assertThat(found.recipients()).singleElement().satisfies(each -> {
                assertThat(each.address()).isEqualTo("ann@a.test");
                assertThat(each.outcome()).isEqualTo(Outcome.FAILED);
            });
        });
    }

    @Test
    void everyActionHasItsOutcome() throws IOException {
        List<String> actions = List.of("failed", "delayed", "delivered", "relayed", "expanded");
        List<Outcome> outcomes = new ArrayList<>();
        for (String action : actions) {
            String status = action.equals("failed") ? "5.0.0" : action.equals("delayed") ? "4.0.0" : "2.0.0";
            outcomes.add(received(report("", recipient(action, status), returned("text/rfc822-headers", OURS)))
                    .orElseThrow()
                    .recipients()
                    .get(0)
                    .outcome());
        }

        assertThat(outcomes)
                .containsExactly(
                        Outcome.FAILED, Outcome.DELAYED, Outcome.DELIVERED, Outcome.PASSED_ON, Outcome.PASSED_ON);
    }

    @Test
    void whatIsNotAboutUsIsNobodysReport() throws IOException {
        assertThat(received(report("", recipient("failed", "5.1.1"), returned("message/rfc822", "<2@example.com>"))))
                .isEmpty();
        assertThat(received("From: ann@a.test\nSubject: Re: hello\nIn-Reply-To: " + OURS + "\n\nThank you.\n"))
                .isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void aMessageIsRememberedForThirtyDays() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        try (SentIndex first = new SentIndex(disk, Path.of("/sent.ids"), clock)) {
            first.add(OURS, Optional.empty());
        }
        clock.advance(Duration.ofDays(31));
        SentIndex later = new SentIndex(disk, Path.of("/sent.ids"), clock);
        later.load();

        assertThat(later.byMessageId(OURS)).isEmpty();
    }
}
