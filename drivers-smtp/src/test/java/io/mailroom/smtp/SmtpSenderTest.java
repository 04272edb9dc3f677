package io.mailroom.smtp;

import static io.mailroom.smtp.RecipientResult.Status.DEFERRED;
import static io.mailroom.smtp.RecipientResult.Status.IN_DOUBT;
import static io.mailroom.smtp.RecipientResult.Status.REFUSED;
import static io.mailroom.smtp.RecipientResult.Status.SENT;
import static io.mailroom.smtp.RecipientResult.Status.WITHHELD;
import static io.mailroom.smtp.TestSending.mail;
import static io.mailroom.smtp.TestSending.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.smtp.DsnRequest.Occasion;
import io.mailroom.testkit.SmtpDouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SmtpSenderTest {
    private final SmtpDouble primary = new SmtpDouble();
    private final SmtpDouble backup = new SmtpDouble();
    private final TestSending sending = new TestSending().primary(primary);

    private SendResult send(OutboundMessage message) {
        try (SmtpSender sender = sending.sender()) {
            return sender.send(message);
        }
    }

    @Test
    void aMessageArrivesAsItWasWritten() {
        SendResult result = send(mail("ann@example.org", "bob@example.org"));

        assertThat(result.isSent()).isTrue();
        assertThat(result.summary()).isEqualTo("sent to 2 of 2 recipients");
        assertThat(primary.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.sender()).isEqualTo("help@example.com");
            assertThat(mail.recipients()).containsExactly("ann@example.org", "bob@example.org");
            assertThat(mail.content()).endsWith("\r\n\r\nHello\r\n.\r\n..dots\r\n");
        });
    }

    @Test
    void envelopeAndDataLeaveTogetherWhenTheServerPipelines() {
        send(mail("ann@example.org"));

        int mailAt = sending.transcript.indexOf("C: RCPT TO:<ann@example.org>");
        assertThat(sending.transcript.get(mailAt + 1)).isEqualTo("C: DATA");
        assertThat(sending.transcript).contains("C: .").anyMatch(line -> line.matches("C: \\[\\d+ bytes]"));
    }

    @Test
    void withoutPipeliningEachCommandWaitsForItsAnswer() {
        primary.offers("8BITMIME");

        assertThat(send(mail("ann@example.org")).isSent()).isTrue();

        int mailAt = sending.transcript.indexOf("C: RCPT TO:<ann@example.org>");
        assertThat(sending.transcript.get(mailAt + 1)).startsWith("S: 250");
    }

    @Test
    void aServerThatKnowsOnlyHeloIsServedToo() {
        primary.answers("EHLO", "502 5.5.1 what?");

        assertThat(send(mail("ann@example.org")).isSent()).isTrue();
        assertThat(primary.commands()).anyMatch(command -> command.startsWith("HELO "));
    }

    /** faults.md B-30. */
    @Test
    void b30EachRecipientHasAResultOfHisOwn() {
        primary.answers("RCPT TO:<busy@", "450 4.2.1 mailbox busy")
                .answers("RCPT TO:<grey@", "451 4.7.1 come back later")
                .answers("RCPT TO:<nobody@", "550-5.1.1 no such\r\n550 5.1.1 user");

        SendResult result = send(mail("ann@a.test", "busy@a.test", "grey@a.test", "nobody@a.test"));

        assertThat(result.recipients())
                .extracting(RecipientResult::status)
                .containsExactly(SENT, DEFERRED, DEFERRED, REFUSED);
        assertThat(result.recipients())
                .extracting(RecipientResult::enhancedCode)
                .containsExactly("2.0.0", "4.2.1", "4.7.1", "5.1.1");
        assertThat(result.recipients().get(3).reply()).isEqualTo("550 5.1.1 no such 5.1.1 user");
        assertThat(primary.copiesFor("ann@a.test")).isEqualTo(1);
    }

    @Test
    void b30NoBackupIsAskedForARecipientThatTheFirstServerRefused() {
        sending.backup(backup);
        primary.answers("RCPT TO:<busy@", "450 4.2.1 mailbox busy").answers("RCPT TO:<nobody@", "550 5.1.1 no");

        SendResult result = send(mail("busy@a.test", "nobody@a.test", "ann@a.test"));

        assertThat(result.recipients()).extracting(RecipientResult::status).containsExactly(DEFERRED, REFUSED, SENT);
        assertThat(backup.connections()).isZero();
    }

    @Test
    void b30WhenAllAreRefusedTheConnectionServesTheNextMessage() {
        primary.answers("RCPT TO:<nobody@", "550 5.1.1 no");
        try (SmtpSender sender = sending.sender()) {
            SendResult first = sender.send(mail("nobody@a.test"));
            SendResult second = sender.send(mail("ann@a.test"));

            assertThat(first.hasAny(REFUSED)).isTrue();
            assertThat(second.isSent()).isTrue();
            assertThat(primary.connections()).isEqualTo(1);
        }
    }

    @Test
    void b30FinalAnswersToTheMessageAreForAllAccepted() {
        primary.answers(".", "554 5.6.0 we do not like it");
        SendResult refused = send(mail("a@a.test", "b@a.test"));
        primary.recovers().answers(".", "452 4.3.1 disk full");
        SendResult deferred = send(mail("a@a.test"));

        assertThat(refused.with(REFUSED)).hasSize(2);
        assertThat(deferred.with(DEFERRED)).hasSize(1);
        assertThat(primary.mails()).isEmpty();
    }

    /** faults.md B-30: 421 at every step, with a backup that is well. */
    @Test
    void b30AServerThatLeavesAtAnyStepIsReplacedByTheBackup() {
        for (String step : List.of("connect", "EHLO", "MAIL", "RCPT", "DATA", ".")) {
            SmtpDouble leaving = new SmtpDouble().answers(step, "421 4.3.2 shutting down");
            SmtpDouble other = new SmtpDouble();

            SendResult result;
            try (SmtpSender sender =
                    new TestSending().primary(leaving).backup(other).sender()) {
                result = sender.send(mail("ann@a.test", "bob@a.test"));
            }

            assertThat(result.isSent()).as(step).isTrue();
            assertThat(leaving.mails()).as(step).isEmpty();
            assertThat(other.copiesFor("ann@a.test")).as(step).isEqualTo(1);
            assertThat(result.failures()).as(step).singleElement().asString().contains("421 4.3.2");
        }
    }

    /** faults.md C-10. */
    @Test
    void c10ALineLostBeforeTheFinalDotIsDefinitelyNotSent() {
        primary.answers("DATA", "hang up");

        SendResult result = send(mail("ann@a.test"));

        assertThat(result.recipients()).extracting(RecipientResult::status).containsExactly(DEFERRED);
    }

    /** faults.md C-11. */
    @Test
    void c11ALineLostAfterTheFinalDotIsInDoubtAndNobodyElseIsAsked() {
        sending.backup(backup);
        primary.answers(".", "hang up");

        SendResult result = send(mail("ann@a.test"));

        assertThat(result.recipients()).extracting(RecipientResult::status).containsExactly(IN_DOUBT);
        assertThat(backup.connections()).isZero();
    }

    /** faults.md C-12. */
    @Test
    void c12TheBackupIsUsedWithItsOwnAccountAndNeverSeesTheFirstOne() {
        for (String trouble : List.of("connect", "connect 4yz", "EHLO", "AUTH", "MAIL")) {
            SmtpDouble first =
                    new SmtpDouble().wantsLogin("one", "first-secret").offers("AUTH PLAIN", "PIPELINING");
            SmtpDouble second =
                    new SmtpDouble().wantsLogin("two", "second-secret").offers("AUTH PLAIN", "PIPELINING");
            TestSending both = new TestSending()
                    .with("SMTP Account Name", "one")
                    .with("SMTP Account Password", "first-secret")
                    .with("SMTP Backup Account Name", "two")
                    .with("SMTP Backup Account Password", "second-secret")
                    .with("Allow Insecure Authentication", "True")
                    .backup(second);
            if (trouble.equals("connect 4yz")) {
                both.primary(first.answers("connect", "451 4.3.0 not now"));
            } else if (!trouble.equals("connect")) {
                both.primary(first.answers(trouble, "454 4.7.0 not now"));
            }

            SendResult result;
            try (SmtpSender sender = both.sender()) {
                result = sender.send(mail("ann@a.test"));
            }

            assertThat(result.isSent()).as(trouble + result.failures()).isTrue();
            assertThat(both.transcript.toString() + result).doesNotContain("first-secret", "second-secret");
        }
    }

    /** faults.md C-13. */
    @Test
    void c13AFinalRefusalOfTheMessageIsNotTakenElsewhere() {
        sending.backup(backup);
        for (String step : List.of("MAIL", "RCPT", "DATA", ".")) {
            primary.recovers().answers(step, "550 5.7.1 no");

            assertThat(send(mail("ann@a.test")).with(REFUSED)).as(step).hasSize(1);
        }
        assertThat(backup.connections()).isZero();
    }

    /** faults.md C-14. */
    @Test
    void c14TheBackupIsHeldToTheSameTlsPolicy() {
        sending.with("Enable TLS for SMTP", "True").backup(backup);
        primary.answers("connect", "421 4.3.2 not now");

        SendResult result = send(mail("ann@a.test"));

        assertThat(result.with(DEFERRED)).hasSize(1);
        assertThat(result.failures().get(1)).contains("backup.test", "STARTTLS");
        assertThat(backup.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }

    /** faults.md C-15. */
    @Test
    void c15WhenBothAreDownBothReasonsAreTold() {
        TestSending both = new TestSending().with("SMTP Backup Server", "backup.test");

        try (SmtpSender sender = both.sender()) {
            SendResult result = sender.send(mail("ann@a.test"));

            assertThat(result.recipients()).singleElement().satisfies(each -> {
                assertThat(each.status()).isEqualTo(DEFERRED);
                assertThat(each.reply()).contains("refused by primary.test", "refused by backup.test");
            });
        }
    }

    @Test
    void theFirstServerIsAskedAgainAfterAWhile() {
        sending.backup(backup);
        primary.answers("connect", "421 4.3.2 not now");
        try (SmtpSender sender = sending.sender()) {
            sender.send(mail("a@a.test"));
            primary.recovers();
            sender.send(mail("b@a.test"));
            assertThat(primary.mails()).isEmpty();

            sending.clock.advance(Duration.ofMinutes(1));
            sender.send(mail("c@a.test"));

            assertThat(primary.copiesFor("c@a.test")).isEqualTo(1);
            assertThat(backup.mails()).hasSize(2);
        }
    }

    /** faults.md C-20. */
    @Test
    void c20TenThousandRecipientsReachAServerThatTakesAHundredAtATimeOnceEach() {
        primary.takesRecipients(100);
        List<String> recipients = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            recipients.add("r" + i + "@a.test");
        }

        SendResult result = send(mail(recipients.toArray(String[]::new)));

        assertThat(result.isSent()).isTrue();
        assertThat(primary.mails()).hasSize(100);
        assertThat(primary.mails().stream()
                        .flatMap(mail -> mail.recipients().stream())
                        .toList())
                .hasSize(10_000)
                .containsExactlyInAnyOrderElementsOf(recipients);
    }

    /** faults.md C-09. */
    @Test
    void c09WhatAServerCannotCarryIsNotSentToIt() {
        primary.offers("PIPELINING", "SIZE 100");
        SendResult tooLarge = send(mail("ann@a.test"));
        primary.offers("PIPELINING");
        SendResult utf8 = send(mail("žluťoučký@a.test"));
        SendResult eightBit = send(OutboundMessage.builder()
                .to("ann@a.test")
                .ready(Content.text("Subject: x\r\n\r\nGrüße"))
                .build());

        assertThat(tooLarge.recipients().get(0).enhancedCode()).isEqualTo("5.3.4");
        assertThat(utf8.recipients().get(0).enhancedCode()).isEqualTo("5.6.7");
        assertThat(eightBit.recipients().get(0).enhancedCode()).isEqualTo("5.6.3");
        assertThat(primary.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }

    /** faults.md C-02 on the wire: low-byte twins of line ends under SMTPUTF8. */
    @Test
    void c02AnAddressOutsideAsciiCrossesTheWireAsUtf8() {
        primary.offers("PIPELINING", "SMTPUTF8", "8BITMIME");

        SendResult result = send(mail("\u010d\u760a\u760d\u0a0a@a.test"));

        assertThat(result.isSent()).as(result.recipients().toString()).isTrue();
        assertThat(primary.commands())
                .filteredOn(command -> command.startsWith("RCPT"))
                .hasSize(1);
        assertThat(primary.commands())
                .anyMatch(command -> command.startsWith("MAIL FROM") && command.contains(" SMTPUTF8"));
    }

    @Test
    void deliveryNotificationsAreAskedForWhereTheyAreOffered() {
        send(OutboundMessage.builder()
                .to("a+b=c@a.test")
                .text("x")
                .dsn(new DsnRequest(Set.of(Occasion.FAILURE, Occasion.SUCCESS), DsnRequest.Returned.HDRS, "order 7+1"))
                .build());

        assertThat(primary.commands())
                .contains("RCPT TO:<a+b=c@a.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;a+2Bb+3Dc@a.test")
                .anyMatch(command -> command.endsWith(" RET=HDRS ENVID=order+207+2B1"));
    }

    @Test
    void oneConnectionCarriesMessageAfterMessage() {
        try (SmtpSender sender = sending.sender()) {
            for (int i = 0; i < 250; i++) {
                assertThat(sender.send(ready("ann@a.test")).isSent()).isTrue();
            }
        }

        assertThat(primary.connections()).isEqualTo(3); // a hundred messages each
        assertThat(primary.copiesFor("ann@a.test")).isEqualTo(250);
    }

    @Test
    void aConnectionThatDiedWhileItWasIdleCostsNothing() {
        try (SmtpSender sender = sending.sender()) {
            sender.send(mail("ann@a.test"));
            primary.answers("MAIL", "hang up");
            SendResult dead = sender.send(mail("bob@a.test"));
            primary.recovers();
            SendResult alive = sender.send(mail("bob@a.test"));

            assertThat(dead.with(DEFERRED)).hasSize(1);
            assertThat(primary.connections()).isEqualTo(3);
            assertThat(alive.isSent()).isTrue();
        }
    }

    @Test
    void theSafetyValveKeepsATestSystemFromWritingToCustomers() {
        sending.with("Allowed Recipients", "@inside.test; boss@a.test");

        SendResult result = send(mail("ann@a.test", "x@inside.test", "BOSS@a.test"));

        assertThat(result.recipients()).extracting(RecipientResult::status).containsExactly(WITHHELD, SENT, SENT);
        assertThat(primary.mails().get(0).recipients()).containsExactly("x@inside.test", "BOSS@a.test");
    }

    @Test
    void theSafetyValveSendsEverythingElsewhere() {
        sending.with("Redirect All To", "tester@inside.test");

        SendResult result = send(mail("ann@a.test", "bob@a.test"));

        assertThat(primary.mails().get(0).recipients()).containsExactly("tester@inside.test");
        assertThat(result.recipients()).extracting(RecipientResult::status).containsExactly(WITHHELD, WITHHELD, SENT);
    }

    @Test
    void theSafetyValveSendsNothing() {
        sending.with("Send Nothing", "True").with("Redirect All To", "tester@inside.test");

        assertThat(send(mail("ann@a.test")).with(WITHHELD)).hasSize(1);
        assertThat(primary.connections()).isZero();
    }

    @Test
    void theSafetyValveCountsTheMailsOfAnHour() {
        sending.with("Hourly Limit Per Recipient", "2");
        try (SmtpSender sender = sending.sender()) {
            assertThat(sender.send(mail("ann@a.test")).isSent()).isTrue();
            assertThat(sender.send(mail("ANN@a.test")).isSent()).isTrue();
            assertThat(sender.send(mail("ann@a.test", "bob@a.test")).with(WITHHELD))
                    .hasSize(1);
            sending.clock.advance(Duration.ofMinutes(61));
            assertThat(sender.send(mail("ann@a.test")).isSent()).isTrue();
        }
    }
}
