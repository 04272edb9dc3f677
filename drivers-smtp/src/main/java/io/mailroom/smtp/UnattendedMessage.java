package io.mailroom.smtp;

import io.mailroom.event.EventFields;
import io.mailroom.spi.AutomaticMessage;
import java.util.Map;

/** What the host sends by itself, as a message: null envelope sender, Auto-Submitted, in the thread it answers. */
final class UnattendedMessage {
    private UnattendedMessage() {}

    /** @throws InvalidMessageException when it must not be sent as it is */
    static OutboundMessage of(AutomaticMessage automatic) {
        OutboundMessageBuilder message = OutboundMessage.builder();
        EventFields answers = automatic.answers();
        if (answers == null) {
            message.to(automatic.to());
        } else {
            message.answering(answers.with(Map.of(EventFields.SENDER_REPLY_NAMES, automatic.to())));
        }
        automatic.headers().forEach(message::header);
        return message.nullEnvelopeSender()
                .autoSubmitted(automatic.kind().keyword())
                .messageId(automatic.messageId())
                .subject(automatic.subject())
                .text(automatic.text())
                .build();
    }
}
