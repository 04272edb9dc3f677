package io.mailroom.mime;

import io.mailroom.mime.internal.scan.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A message read from memory in one of several ways, and all that came of it as one text to compare. */
final class Reading {
    final ParsedMessage message;
    final CollectingSink sink;

    private Reading(ParsedMessage message, CollectingSink sink) {
        this.message = message;
        this.sink = sink;
    }

    static Reading of(String message) {
        return of(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Reading of(byte[] message) {
        return of(message, MimeLimits.DEFAULT, ReadOptions.DEFAULT, 256 * 1024, Integer.MAX_VALUE);
    }

    static Reading of(byte[] message, MimeLimits limits) {
        return of(message, limits, ReadOptions.DEFAULT, 256 * 1024, Integer.MAX_VALUE);
    }

    static Reading of(byte[] message, ReadOptions options) {
        return of(message, MimeLimits.DEFAULT, options, 256 * 1024, Integer.MAX_VALUE);
    }

    /** Reads at most {@code step} bytes at a time into a window that starts as small as asked for. */
    static Reading of(byte[] message, MimeLimits limits, ReadOptions options, int window, int step) {
        CollectingSink sink = new CollectingSink();
        try {
            ParsedMessage read = new MessageReader(limits, options, window).read(steps(message, step), window, sink);
            return new Reading(read, sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ByteSource steps(byte[] message, int step) {
        int[] at = {0};
        return (into, offset, length) -> {
            int count = Math.min(Math.min(step, length), message.length - at[0]);
            if (count == 0 && length > 0) {
                return -1;
            }
            System.arraycopy(message, at[0], into, offset, count);
            at[0] += count;
            return count;
        };
    }

    byte[] file(int part) {
        return sink.bytes(part);
    }

    String fileText(int part) {
        return new String(file(part), StandardCharsets.ISO_8859_1);
    }

    /** Everything but offsets and carriage returns, so that copies with other line ends compare equal. */
    String summary() {
        StringBuilder all = new StringBuilder();
        all.append("subject ").append(message.subject()).append('\n');
        all.append("from ")
                .append(message.from())
                .append(" to ")
                .append(message.to())
                .append('\n');
        for (MimePart part : message.parts()) {
            all.append("  ".repeat(part.depth()))
                    .append(part)
                    .append(" in ")
                    .append(part.parent())
                    .append(' ')
                    .append(part.transferEncoding())
                    .append(' ')
                    .append(part.fileName().orElse("-"))
                    .append(' ')
                    .append(part.contentId().orElse("-"))
                    .append(" fields ")
                    .append(part.header().size());
            if (part.isFile()) {
                all.append(" file ").append(Arrays.hashCode(withoutReturns(sink.bytes(part.index()))));
            }
            all.append('\n');
        }
        message.text()
                .ifPresent(text -> all.append("text ")
                        .append(text.text().replace("\r", ""))
                        .append('\n'));
        message.html()
                .ifPresent(text -> all.append("html ")
                        .append(text.text().replace("\r", ""))
                        .append('\n'));
        for (EmbeddedMessage embedded : message.embedded()) {
            all.append("embedded ")
                    .append(embedded.part())
                    .append(' ')
                    .append(embedded.fields().subject());
            embedded.text().ifPresent(text -> all.append(' ').append(text.text().replace("\r", "")));
            all.append('\n');
        }
        all.append("original ")
                .append(Arrays.hashCode(withoutReturns(sink.originalText())))
                .append('\n');
        all.append("defects ")
                .append(message.defects().stream().map(Defect::code).sorted().toList());
        return all.toString();
    }

    static byte[] withoutReturns(byte[] bytes) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
        for (byte b : bytes) {
            if (b != '\r') {
                kept.write(b);
            }
        }
        return kept.toByteArray();
    }

    static byte[] withLineFeeds(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
        for (int i = 0; i < message.length; i++) {
            int run = i;
            while (run < message.length && message[run] == '\r') {
                run++;
            }
            if (run > i && run < message.length && message[run] == '\n') {
                i = run;
            }
            out.write(message[i]);
        }
        return out.toByteArray();
    }

    static byte[] withReturns(byte[] message) {
        byte[] feeds = withLineFeeds(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream(feeds.length + feeds.length / 40);
        for (byte b : feeds) {
            if (b == '\n') {
                out.write('\r');
            }
            out.write(b);
        }
        return out.toByteArray();
    }
}
