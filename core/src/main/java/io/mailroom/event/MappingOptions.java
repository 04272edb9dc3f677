package io.mailroom.event;

import io.mailroom.mime.MimeLimits;
import java.util.Objects;

/**
 * What is made of a message (contract section 2).
 *
 * @param returnAttachments <i>Return Attachments</i>: false, and the sender's attachments become no files
 * @param parseEmbedded <i>Parse Embedded Messages</i>: true, and a message in the message becomes an
 *     {@code EmbeddedMsgX.xml} and its attachments files; false, and it becomes an {@code EmbeddedMsgX.eml}
 * @param convertToPlainText <i>Convert Incoming To Plain Text</i>: mail that is HTML only also has a TextNote
 * @param limits how much of a message is looked at
 */
public record MappingOptions(
        boolean returnAttachments, boolean parseEmbedded, boolean convertToPlainText, MimeLimits limits) {
    /** What the parameters say when nobody sets them. */
    public static final MappingOptions DEFAULT = new MappingOptions(true, true, false, MimeLimits.DEFAULT);

    public MappingOptions {
        Objects.requireNonNull(limits, "limits");
    }

    /** The same but for {@link #returnAttachments()}. */
    public MappingOptions withReturnAttachments(boolean value) {
        return new MappingOptions(value, parseEmbedded, convertToPlainText, limits);
    }

    /** The same but for {@link #parseEmbedded()}. */
    public MappingOptions withParseEmbedded(boolean value) {
        return new MappingOptions(returnAttachments, value, convertToPlainText, limits);
    }

    /** The same but for {@link #convertToPlainText()}. */
    public MappingOptions withConvertToPlainText(boolean value) {
        return new MappingOptions(returnAttachments, parseEmbedded, value, limits);
    }
}
