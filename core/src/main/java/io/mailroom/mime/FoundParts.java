package io.mailroom.mime;

import io.mailroom.mime.internal.field.AttachmentName;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of one message that were found inside leaves, one at a time: counted, described, and written to the sink. */
final class FoundParts {
    private final MimeLimits limits;
    private final PartWalk walk;
    private final List<MimePart.Builder> parts;
    private final PartSink sink;
    private final boolean write;

    private MimePart.@Nullable Builder part;
    private @Nullable PartOutput output;
    private long size;

    /**
     * @param parts of the message; what is found is added
     * @param write false: what is found is only described
     */
    FoundParts(MimeLimits limits, PartWalk walk, List<MimePart.Builder> parts, PartSink sink, boolean write) {
        this.limits = limits;
        this.walk = walk;
        this.parts = parts;
        this.sink = sink;
        this.write = write;
    }

    /** One more part inside the leaf; null, with a defect, when the message has as many as it may. */
    MimePart.@Nullable Builder next(MimePart.Builder holder, ContentType type, DefectSink defects) {
        MimePart.Builder next = walk.takenOut(holder);
        if (next == null) {
            defects.add(DefectCode.TOO_MANY_PARTS, holder.bodyStart, "");
            return null;
        }
        next.contentType = type;
        parts.add(next);
        return next;
    }

    /** Cleans the name as the sender wrote it; an empty one stays none. */
    void name(MimePart.Builder found, String raw, DefectSink defects) {
        if (!raw.isBlank()) {
            int most = Math.max(PartFacts.SHORTEST_NAME_LIMIT, limits.fileNameBytes());
            found.fileName = AttachmentName.of(raw, found.contentType, most, defects, found.bodyStart);
        }
    }

    /** Starts the file of a part, if parts of the sender are written. */
    void begin(MimePart.Builder found) throws IOException {
        begin(found, write);
    }

    private void begin(MimePart.Builder found, boolean toFile) throws IOException {
        part = found;
        size = 0;
        if (toFile) {
            found.file = true;
            output = sink.open(found.build());
        }
    }

    /** The next bytes of the file. */
    void write(byte[] bytes, int from, int to) throws IOException {
        size += to - from;
        if (output != null && to > from) {
            output.write(bytes, from, to - from);
        }
    }

    /** Ends the file of the part. */
    void end() throws IOException {
        MimePart.Builder done = part;
        PartOutput file = output;
        part = null;
        output = null;
        if (done != null) {
            done.decodedSize = size;
        }
        if (file != null) {
            file.close();
            if (done != null) {
                done.location = file.location().orElse(null);
            }
        }
    }

    /** Writes the file of a body that is too long for memory; that one always. */
    void writeBody(MimePart.Builder found, byte[] bytes) throws IOException {
        begin(found, true);
        write(bytes, 0, bytes.length);
        end();
    }

    /** Closes the file after a failure; the failure that led here is the one to tell. */
    void abandon(Exception cause) {
        try {
            end();
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
