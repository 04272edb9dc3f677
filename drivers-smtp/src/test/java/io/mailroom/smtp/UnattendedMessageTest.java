package io.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.event.EventFields;
import io.mailroom.spi.AutomaticMessage;
import io.mailroom.spi.AutomaticMessage.Kind;
import io.mailroom.spi.Command;
import io.mailroom.testkit.MemoryDisk;
import io.mailroom.testkit.SmtpDouble;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fault I-02: what the host sends by itself says so, and is in its thread. */
class UnattendedMessageTest {
    private final SmtpDouble server = new SmtpDouble();
    private final TestSending sending = new TestSending().primary(server).home(Path.of("/home"));
    private final SmtpService service = SmtpService.openForTest(sending.settings(), sending, new MemoryDisk());

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void anAcknowledgementIsAutomaticHasNoSenderToBounceToAndIsInItsThread() {
        send(acknowledging(EventFields.builder()
                .put(EventFields.MESSAGE_ID, "<question@a.test>")
                .put(EventFields.REFERENCES, "<first@a.test>")
                .put(EventFields.SENDER_REPLY_NAMES, "somebody-else@b.test")
                .put(EventFields.SUBJECT, "Printer on fire")
                .put(EventFields.TEXT_CHARSET, "ISO-8859-1")
                .build()));

        SmtpDouble.Mail mail = server.mails().get(0);
        assertThat(mail.sender()).isEmpty();
        assertThat(mail.recipients()).containsExactly("ann@a.test");
        assertThat(mail.content())
                .contains(
                        "Auto-Submitted: auto-replied\r\n",
                        "In-Reply-To: <question@a.test>\r\n",
                        "References: <first@a.test>",
                        "<question@a.test>",
                        "Message-ID: <ack.1@example.com>\r\n",
                        "X-Mailroom-Loop: v1; help@example.com; 1; x\r\n",
                        "Subject: Thank you\r\n",
                        "To: ann@a.test\r\n")
                .containsIgnoringCase("charset=iso-8859-1")
                .doesNotContain("somebody-else");
    }

    @Test
    void aNoticeIsGeneratedAndAnswersNothing() {
        send(message(Kind.GENERATED, null, "admin@a.test"));

        assertThat(server.mails().get(0).content())
                .contains("Auto-Submitted: auto-generated\r\n")
                .doesNotContain("In-Reply-To:", "References:");
    }

    @Test
    void anAddressThatIsNoneIsRefusedForGood() {
        service.start();

        assertThatThrownBy(() -> service.invoke(
                        new Command(AutomaticMessage.COMMAND, message(Kind.REPLIED, null, "ann@a.test> RCPT TO:<x"))))
                .isInstanceOfSatisfying(
                        InvalidMessageException.class,
                        refused -> assertThat(refused.isTemporary()).isFalse());
        assertThat(service.outbox().list()).isEmpty();
    }

    private void send(AutomaticMessage message) {
        service.start();
        service.invoke(new Command(AutomaticMessage.COMMAND, message));
        service.outbox().sendDue();
    }

    private static AutomaticMessage acknowledging(EventFields received) {
        return message(Kind.REPLIED, received, "ann@a.test");
    }

    private static AutomaticMessage message(Kind kind, @Nullable EventFields answers, String to) {
        return new AutomaticMessage(
                kind,
                "<ack.1@example.com>",
                to,
                "Thank you",
                "Dear Ann,\nit is here. Grüße",
                answers,
                Map.of("X-Mailroom-Loop", "v1; help@example.com; 1; x"));
    }
}
