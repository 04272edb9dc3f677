package io.mailroom.mime;

import static java.nio.file.StandardOpenOption.READ;

import io.mailroom.mime.internal.scan.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pulls the tokens of a message out of a stream, one after the other. Of a message only one window is in memory. For
 * one thread. {@link ParsedMessage} holds the same as a whole, and besides takes uuencoded and yEnc files out of texts and the
 * content of {@code winmail.dat} out of that; here they come as they were sent, inside the part.
 *
 * <p>The tokens of a part are PART, FIELD for each field, then TEXT or ATTACHMENT for a leaf or the parts in it for a
 * multipart or a message, then END_PART. A DEFECT stands behind the token at which it was met.
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
        /** The header is complete and the body is a file; read it with {@link #body()}. */
        ATTACHMENT,
        /** The part ends, with all parts in it. */
        END_PART,
        /** A flaw was met. */
        DEFECT
    }

    private final Closeable input;
    private final PartWalk walk;
    private final DefectList log;
    private final BodyChoice choice = new BodyChoice();
    private final Decoders decoders = new Decoders();
    private int defectsTold;
    private int fieldsTold;
    private @Nullable Token token;
    private MimePart.@Nullable Builder part;
    private @Nullable LeafStream body;
    private boolean inHeader;

    private MimeReader(ByteSource source, int window, Closeable input, MimeLimits limits) {
        this.input = input;
        walk = new PartWalk(limits, true, window);
        log = new DefectList(limits.defects());
        walk.start(source, window, log);
        choice.start();
    }

    /** Opens a file. */
    public static MimeReader open(Path file, MimeLimits limits) throws IOException {
        Objects.requireNonNull(limits, "limits");
        FileChannel channel = FileChannel.open(file, READ);
        ByteSource source = (into, offset, length) -> channel.read(ByteBuffer.wrap(into, offset, length));
        return new MimeReader(source, MessageReader.WINDOW, channel, limits);
    }

    /** Reads from a stream, which {@link #close()} closes. */
    public static MimeReader over(InputStream in, MimeLimits limits) {
        return new MimeReader(in::read, MessageReader.WINDOW, in, limits);
    }

    /** Goes to the next token, past what is left of a body; false at the end. */
    public boolean next() throws IOException {
        if (defectsTold < log.size()) {
            defectsTold++;
            token = Token.DEFECT;
            return true;
        }
        if (inHeader) {
            return nextOfHeader(Objects.requireNonNull(part, "part"));
        }
        if (body != null) {
            body.skipRest();
            body = null;
            return endPart();
        }
        switch (walk.next()) {
            case PART -> beginPart();
            case END -> {
                return endPart();
            }
            case SLICE -> throw new IllegalStateException("A slice outside of a body");
            case DONE -> {
                token = null;
                part = null;
                return defectsTold < log.size() && next();
            }
        }
        return true;
    }

    private void beginPart() {
        MimePart.Builder met = walk.part();
        part = met;
        fieldsTold = 0;
        inHeader = true;
        token = Token.PART;
    }

    private boolean nextOfHeader(MimePart.Builder met) throws IOException {
        if (fieldsTold < met.header.size()) {
            fieldsTold++;
            token = Token.FIELD;
            return true;
        }
        inHeader = false;
        switch (met.role) {
            case CONTAINER -> choice.open(met);
            case EMBEDDED_MESSAGE -> choice.openMessage(met);
            default -> {
                beginBody(met);
                return true;
            }
        }
        return next();
    }

    private void beginBody(MimePart.Builder leaf) {
        boolean opaque = leaf.role == PartRole.OPAQUE;
        if (!opaque) {
            leaf.role = choice.roleOf(leaf);
        }
        TransferEncoding encoding = opaque ? TransferEncoding.BINARY : leaf.transferEncoding;
        body = new LeafStream(walk, decoders.start(encoding, leaf.bodyStart, walk.defects()));
        boolean text = leaf.role == PartRole.TEXT_BODY || leaf.role == PartRole.HTML_BODY;
        token = text ? Token.TEXT : Token.ATTACHMENT;
    }

    private boolean endPart() {
        MimePart.Builder met = walk.part();
        part = met;
        boolean holder = met.role == PartRole.CONTAINER || met.role == PartRole.EMBEDDED_MESSAGE && met.children > 0;
        if (holder) {
            choice.close();
        }
        token = Token.END_PART;
        return true;
    }

    /** What the reader stands at. */
    public Token token() {
        return Objects.requireNonNull(token, "The reader stands before the first token or behind the last");
    }

    /** The part the reader is in, as far as it is known. */
    public MimePart part() {
        return Objects.requireNonNull(part, "The reader is in no part").build();
    }

    /** The field, at FIELD. */
    public Field field() {
        if (token != Token.FIELD) {
            throw new IllegalStateException("At " + token + ", not at a field");
        }
        return Objects.requireNonNull(part, "part").header.at(fieldsTold - 1);
    }

    /** The decoded bytes of the body, at TEXT and ATTACHMENT; good until the next call of {@link #next()}. */
    public InputStream body() {
        if (body == null) {
            throw new IllegalStateException("At " + token + ", not at a body");
        }
        return body;
    }

    /** The defect, at DEFECT. */
    public Defect defect() {
        if (token != Token.DEFECT) {
            throw new IllegalStateException("At " + token + ", not at a defect");
        }
        return log.at(defectsTold - 1);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
