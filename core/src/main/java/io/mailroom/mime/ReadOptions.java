package io.mailroom.mime;

/**
 * What is made of a message besides its header and bodies. Immutable.
 *
 * @param returnAttachments false: parts of the sender are decoded and described, but none is written to the sink
 * @param parseEmbedded true: an embedded message is read, so that its fields, text and parts are there; false: it is
 *     written to the sink byte for byte
 * @param textInMemory most decoded bytes of each body held in memory, at least 1; a longer body is cut there, and goes
 *     to the sink whole
 */
public record ReadOptions(boolean returnAttachments, boolean parseEmbedded, int textInMemory) {
    /** Attachments returned, embedded messages parsed, bodies of up to 1 MiB in memory. */
    public static final ReadOptions DEFAULT = new ReadOptions(true, true, 1 << 20);

    /** Checks the range. */
    public ReadOptions {
        if (textInMemory < 1) {
            throw new IllegalArgumentException("textInMemory must be at least 1, not " + textInMemory);
        }
    }

    /** The same but for {@link #returnAttachments()}. */
    public ReadOptions withReturnAttachments(boolean value) {
        return new ReadOptions(value, parseEmbedded, textInMemory);
    }

    /** The same but for {@link #parseEmbedded()}. */
    public ReadOptions withParseEmbedded(boolean value) {
        return new ReadOptions(returnAttachments, value, textInMemory);
    }

    /** The same but for {@link #textInMemory()}. */
    public ReadOptions withTextInMemory(int bytes) {
        return new ReadOptions(returnAttachments, parseEmbedded, bytes);
    }
}
