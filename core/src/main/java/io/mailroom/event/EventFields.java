package io.mailroom.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The flat, ordered map of strings that a handler is told (contract section 6). Names ending in {@code %d} are numbered
 * from 0; booleans are {@code True} and {@code False}. Immutable.
 */
public final class EventFields {
    public static final String SUBJECT = "Subject";
    public static final String TO_LIST = "ToList";
    public static final String CC_LIST = "CcList";
    public static final String KEYWORDS = "Keywords";
    public static final String REFERENCES = "References";
    public static final String IN_REPLY_TO = "In-Reply-To";
    public static final String MESSAGE_ID = "Message-ID";
    public static final String SENDER_ADDRESS = "SenderAddress";
    public static final String SENDER_NAME = "SenderName";
    public static final String SENDER_REPLY_NAMES = "SenderReplyNames";
    public static final String SENDER_ADDR_TYPE = "SenderAddrType";
    public static final String MSG_CLASS = "MsgClass";
    public static final String RECEIVER_ADDRESS = "ReceiverAddress";
    public static final String RECEIVER_NAME = "ReceiverName";
    public static final String SENT = "Sent";
    public static final String RECEIVED = "Received";
    public static final String PREFIX = "Prefix";
    public static final String PRIORITY = "Priority";
    public static final String TEXT_NOTE = "TextNote";
    public static final String TEXT_CHARSET = "text/plain charset";
    public static final String HTML_BODY = "HTMLBody";
    public static final String HTML_CHARSET = "text/html charset";
    public static final String ATTACHMENTS = "Attachments";
    public static final String HAS_ATTACH = "HasAttach";
    public static final String FILE_NAME = "FileName%d";
    public static final String FILE_PATH = "FilePath%d";
    public static final String FILE_TYPE = "FileType%d";
    public static final String FILE_SUBTYPE = "FileSubtype%d";
    public static final String FILE_CHARSET = "FileCharset%d";
    public static final String FILE_IS_INLINE = "FileIsInline%d";
    public static final String FILE_IS_SUPPLEMENTAL = "FileIsSupplemental%d";
    public static final String TEMP = "Temp%d";
    public static final String ORIG_MSG_FILE = "OrigMsgFile";
    public static final String LOCAL_FILE_TO_GLOBAL = "LocalFileToGlobal%d";
    public static final String LOOPBACK_CANDIDATE = "LoopbackCandidate";
    public static final String IS_DELIVERY_STATUS_NOTIFICATION = "IsDeliveryStatusNotification";
    public static final String DSN_ACTION = "DsnAction";
    public static final String DSN_STATUS = "DsnStatus";
    public static final String DSN_FINAL_RECIPIENT = "DsnFinalRecipient";
    public static final String DSN_ORIGINAL_ENVELOPE_ID = "DsnOriginalEnvelopeId";
    public static final String DSN_CONTENT = "DsnContent";
    public static final String CHANNEL_PROFILE = "SiebelChannelProfile";
    public static final String CHANNEL_TYPE = "SiebelChannelType";
    public static final String CHANNEL_TYPE_STRING = "SiebelChannelTypeString";
    public static final String DRIVER_EVENT_NAME = "SiebelDriverEventName";
    public static final String DRIVER_NOTIFY_WHEN_DONE = "SiebelDriverNotifyWhenDone";
    public static final String WORK_ITEM_ID = "SiebelWorkItemID";
    public static final String EVENT_ID = "EventId";
    public static final String POSSIBLE_DUPLICATE = "PossibleDuplicate";
    public static final String DEFECTS = "Defects";
    public static final String MAY_AUTO_REPLY = "MayAutoReply";
    public static final String AUTO_SUBMITTED = "AutoSubmitted";
    public static final String CONTENT_DIGEST = "ContentDigest";

    public static final String TRUE = "True";
    public static final String FALSE = "False";

    private final Map<String, String> values;

    private EventFields(Map<String, String> values) {
        this.values = values;
    }

    /** A copy of the map, in its order. */
    public static EventFields of(Map<String, String> values) {
        return new EventFields(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The value, or the empty string when the field is absent: handlers need not tell the two apart. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** The value of a numbered field, such as {@code get(FILE_NAME, 0)}; empty when absent. */
    public String get(String name, int index) {
        return get(numbered(name, index));
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public boolean isTrue(String name) {
        return TRUE.equals(values.get(name));
    }

    /** All fields in their order; unmodifiable. */
    public Map<String, String> asMap() {
        return values;
    }

    public int size() {
        return values.size();
    }

    /** These fields in their order, with some set or replaced. */
    public EventFields with(Map<String, String> changes) {
        LinkedHashMap<String, String> copy = new LinkedHashMap<>(values);
        copy.putAll(changes);
        return new EventFields(Collections.unmodifiableMap(copy));
    }

    /** {@code numbered("FileName%d", 3)} is {@code "FileName3"}. */
    public static String numbered(String name, int index) {
        if (!name.endsWith("%d")) {
            throw new IllegalArgumentException(name + " is not a numbered field; those end in %d");
        }
        return name.substring(0, name.length() - 2) + index;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventFields that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Names only: the values are somebody's mail. */
    @Override
    public String toString() {
        return "EventFields" + values.keySet();
    }

    /** Collects fields in order. Not thread-safe. */
    public static final class Builder {
        private final LinkedHashMap<String, String> values = new LinkedHashMap<>();

        private Builder() {}

        /** Sets a field; null counts as empty, because a documented field is never missing. */
        public Builder put(String name, @Nullable String value) {
            values.put(Objects.requireNonNull(name, "name"), value == null ? "" : value);
            return this;
        }

        public Builder put(String name, int index, @Nullable String value) {
            return put(numbered(name, index), value);
        }

        public Builder put(String name, boolean value) {
            return put(name, value ? TRUE : FALSE);
        }

        public Builder put(String name, int index, boolean value) {
            return put(numbered(name, index), value);
        }

        public EventFields build() {
            return EventFields.of(values);
        }
    }
}
