package io.mailroom.mime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Pulls the tokens of a message out of a stream, one after the other. Of a message only one window is in memory. For
 * one thread. {@link ParsedMessage} is built from it.
 */
public final class MimeReader implements Closeable {
    /** What {@link #next()} came to. */
    public enum Token {
        /** A part starts; its fields follow. */
        PART,
        /** A field of the header of the part. */
        FIELD,
        /** The header is complete and the body is text to show; read it with {@link #body()}. */
        TEXT,
        /** The header is complete and the body is a file. */
        ATTACHMENT,
        /** The part ends, with all parts in it. */
        END_PART,
        /** A flaw was met. */
        DEFECT
    }

    private MimeReader() {}

    /** Opens a file. */
    public static MimeReader open(Path file, MimeLimits limits) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** Reads from a stream, which {@link #close()} closes. */
    public static MimeReader over(InputStream in, MimeLimits limits) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Goes to the next token, past what is left of a body; false at the end. */
    public boolean next() throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** What the reader stands at. */
    public Token token() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The part the reader is in, as far as it is known. */
    public MimePart part() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The field, at FIELD. */
    public Field field() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The decoded bytes of the body, at TEXT and ATTACHMENT; good until the next call of {@link #next()}. */
    public InputStream body() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The defect, at DEFECT. */
    public Defect defect() {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void close() throws IOException {}
}
