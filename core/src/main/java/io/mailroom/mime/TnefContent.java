package io.mailroom.mime;

import io.mailroom.mime.internal.legacy.TnefReader;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes the files and bodies out of a {@code winmail.dat} while it passes, each as a part. */
final class TnefContent implements LeafReading.Inside, TnefReader.Parts {
    /** Decides what a body is, and takes it. */
    interface Bodies {
        /** The whole body; the part is counted and described, but for its role. */
        void take(MimePart.Builder part, byte[] bytes) throws IOException;
    }

    private final MimePart.Builder holder;
    private final FoundParts found;
    private final Bodies bodies;
    private final DefectSink defects;
    private final TnefReader reader;
    private MimePart.@Nullable Builder file;
    private boolean full;

    TnefContent(MimePart.Builder holder, FoundParts found, Bodies bodies, DefectSink defects) {
        this.holder = holder;
        this.found = found;
        this.bodies = bodies;
        this.defects = defects;
        reader = new TnefReader(defects, holder.bodyStart, this);
    }

    /** True for what Outlook packs a message into: by its type, or by its name where the type says nothing. */
    static boolean isDeclared(MimePart.Builder leaf) {
        ContentType type = leaf.contentType;
        if (type.is("application", "ms-tnef") || type.is("application", "vnd.ms-tnef")) {
            return true;
        }
        String name = leaf.fileName == null ? "" : leaf.fileName.toLowerCase(Locale.ROOT);
        return type.is("application", "octet-stream") && (name.equals("winmail.dat") || name.equals("win.dat"));
    }

    @Override
    public void write(byte[] bytes, int from, int to) throws IOException {
        reader.write(bytes, from, to);
    }

    @Override
    public void finish() throws IOException {
        reader.finish();
    }

    @Override
    public void abandon(Exception cause) {
        found.abandon(cause);
    }

    private MimePart.@Nullable Builder next(ContentType type) {
        MimePart.Builder next = full ? null : found.next(holder, type, defects);
        full = next == null;
        if (next != null) {
            next.transferEncoding = TransferEncoding.BINARY;
        }
        return next;
    }

    @Override
    public void begin() throws IOException {
        file = next(ContentType.OCTET_STREAM);
        if (file != null) {
            found.begin(file);
        }
    }

    @Override
    public void data(byte[] buf, int from, int to) throws IOException {
        if (file != null) {
            found.write(buf, from, to);
        }
    }

    /** QUIRK: name and type stand behind the data, so the sink opened the file without them. */
    @Override
    public void end(String name, ContentType type) throws IOException {
        MimePart.Builder done = file;
        if (done != null) {
            done.contentType = type;
            found.name(done, name, defects);
            found.end();
            file = null;
        }
    }

    @Override
    public void body(ContentType type, byte[] bytes) throws IOException {
        MimePart.Builder body = next(type);
        if (body != null) {
            bodies.take(body, bytes);
        }
    }
}
