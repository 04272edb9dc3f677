package io.mailroom.event;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A message made into an event: fields, typed view, files.
 *
 * @param fields the flat view
 * @param message the typed view; {@link InboundMessage#toDetail()} is what the queue stores beside the fields
 * @param files every file that was made, in the order it was opened; none when the files were discarded. To be forced
 *     to disk before the event is
 */
public record MappedMessage(EventFields fields, InboundMessage message, List<Path> files) {
    public MappedMessage {
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(message, "message");
        files = List.copyOf(files);
    }

    /** The same with fields set or replaced, such as OrigMsgFile or LoopbackCandidate. */
    public MappedMessage with(Map<String, String> changes) {
        EventFields changed = fields.with(changes);
        return new MappedMessage(changed, InboundMessage.of(changed, message.toDetail()), files);
    }

    /** The driver tracking id: the Message-ID, or empty. */
    public String trackingId() {
        return fields.get(EventFields.MESSAGE_ID);
    }

    @Override
    public String toString() {
        return "MappedMessage[" + message + "]";
    }
}
