package io.mailroom.examples;

import io.mailroom.event.EventFields;
import io.mailroom.smtp.OutboundMessage;
import io.mailroom.smtp.SendResult;
import io.mailroom.smtp.SmtpSender;

/** Answers a received mail: to whom it asks for answers, in its thread, in its charset. */
public final class ReplyToAMail {
    private ReplyToAMail() {}

    /** Sends the answer, and says what became of it. */
    public static String reply(EventFields received, String text, SmtpSender sender) {
        OutboundMessage answer =
                OutboundMessage.builder().answering(received).text(text).build();
        SendResult result = sender.send(answer);
        return result.summary();
    }
}
