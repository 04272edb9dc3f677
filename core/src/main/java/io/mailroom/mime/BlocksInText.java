package io.mailroom.mime;

import io.mailroom.mime.internal.legacy.BlockSearch;
import io.mailroom.mime.internal.legacy.BlockSplitter;
import java.io.IOException;

/** Takes uuencoded and yEnc files out of a text, each as a part; the text is what stands around them. */
final class BlocksInText implements LeafReading.Inside, BlockSplitter.Parts {
    private final MimePart.Builder holder;
    private final LeafReading text;
    private final FoundParts found;
    private final DefectSink defects;
    private final BlockSearch search;
    private boolean full;

    BlocksInText(MimePart.Builder holder, LeafReading text, FoundParts found, DefectSink defects) {
        this.holder = holder;
        this.text = text;
        this.found = found;
        this.defects = defects;
        search = new BlockSearch(defects, holder.bodyStart, this);
    }

    @Override
    public void write(byte[] bytes, int from, int to) throws IOException {
        search.write(bytes, from, to);
    }

    @Override
    public void finish() throws IOException {
        search.finish();
    }

    @Override
    public void abandon(Exception cause) {
        found.abandon(cause);
    }

    @Override
    public void text(byte[] buf, int from, int to) throws IOException {
        text.keep(buf, from, to);
    }

    /** Behind the limit on parts, blocks stay text. */
    @Override
    public boolean begin(BlockSplitter.Kind kind, String name) throws IOException {
        MimePart.Builder part = full ? null : found.next(holder, ContentType.OCTET_STREAM, defects);
        if (part == null) {
            full = true;
            return false;
        }
        part.transferEncoding = kind == BlockSplitter.Kind.UUENCODE ? TransferEncoding.UUENCODE : TransferEncoding.YENC;
        found.name(part, name, defects);
        found.begin(part);
        return true;
    }

    @Override
    public void data(byte[] buf, int from, int to) throws IOException {
        found.write(buf, from, to);
    }

    @Override
    public void end() throws IOException {
        found.end();
    }
}
