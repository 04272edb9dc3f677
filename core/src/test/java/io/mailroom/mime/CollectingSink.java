package io.mailroom.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps what it is given in memory, by the index of the part. */
final class CollectingSink implements PartSink {
    private final Map<Integer, ByteArrayOutputStream> files = new TreeMap<>();
    private final ByteArrayOutputStream originalText = new ByteArrayOutputStream();
    private int open;

    @Override
    public PartOutput open(MimePart part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (files.put(part.index(), bytes) != null) {
            throw new IllegalStateException("Opened twice: " + part);
        }
        return output(bytes);
    }

    @Override
    public Optional<PartOutput> openOriginalText() {
        return Optional.of(output(originalText));
    }

    private PartOutput output(ByteArrayOutputStream into) {
        open++;
        return new PartOutput() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (length < 1) {
                    throw new IOException("Nothing to write");
                }
                into.write(bytes, offset, length);
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    /** Indexes of the parts that were opened, in order. */
    Iterable<Integer> indexes() {
        return files.keySet();
    }

    byte[] bytes(int part) {
        return files.get(part).toByteArray();
    }

    byte[] originalText() {
        return originalText.toByteArray();
    }

    /** Outputs that were not closed. */
    int open() {
        return open;
    }
}
