package io.mailroom.mime;

/**
 * What is made of a message besides its header and bodies. Immutable.
 *
 * @param returnAttachments false: parts of the sender are decoded and described, but none is written to the sink
 * @param parseEmbedded true: an embedded message is read, so that its fields, text and parts are there; false: it is
 *     written to the sink byte for byte
 * @param textFragments true: a second and further text that belongs to the body goes to the sink as well (contract
 *     section 5); false: it is only part of the body
 * @param textInMemory most decoded bytes of each body held in memory, at least 1; a longer body is cut there, and goes
 *     to the sink whole
 */
public record ReadOptions(boolean returnAttachments, boolean parseEmbedded, boolean textFragments, int textInMemory) {
    /** Attachments returned, embedded messages parsed, bodies of up to 1 MiB in memory. */
    public static final ReadOptions DEFAULT = new ReadOptions(true, true, true, 1 << 20);

    /** Checks the range. */
    public ReadOptions {
        if (textInMemory < 1) {
            throw new IllegalArgumentException("textInMemory must be at least 1, not " + textInMemory);
        }
    }

    /** Options with text fragments going to the sink. */
    public ReadOptions(boolean returnAttachments, boolean parseEmbedded, int textInMemory) {
        this(returnAttachments, parseEmbedded, true, textInMemory);
    }

    /** The same but for {@link #returnAttachments()}. */
    public ReadOptions withReturnAttachments(boolean value) {
        return new ReadOptions(value, parseEmbedded, textFragments, textInMemory);
    }

    /** The same but for {@link #parseEmbedded()}. */
    public ReadOptions withParseEmbedded(boolean value) {
        return new ReadOptions(returnAttachments, value, textFragments, textInMemory);
    }

    /** The same but for {@link #textFragments()}. */
    public ReadOptions withTextFragments(boolean value) {
        return new ReadOptions(returnAttachments, parseEmbedded, value, textInMemory);
    }

    /** The same but for {@link #textInMemory()}. */
    public ReadOptions withTextInMemory(int bytes) {
        return new ReadOptions(returnAttachments, parseEmbedded, textFragments, bytes);
    }
}
