package io.mailroom.mime;

import io.mailroom.mime.internal.text.TextDecoder;
import io.mailroom.mime.internal.text.Utf8;
import io.mailroom.mime.internal.text.Utf8Transcoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of the contract's section 5 that shows a message as it came, in UTF-8: the header, a blank line, and the
 * plain texts one after the other. Line ends stay as sent.
 */
final class OriginalText {
    private final PartOutput output;
    private byte last = '\n';

    private OriginalText(PartOutput output) {
        this.output = output;
    }

    /** Opens the file if the sink wants one, and writes the header to it. */
    static @Nullable OriginalText open(PartSink sink, Header header) throws IOException {
        Optional<PartOutput> output = sink.openOriginalText();
        if (output.isEmpty()) {
            return null;
        }
        OriginalText text = new OriginalText(output.get());
        try {
            text.writeHeader(header);
        } catch (IOException | RuntimeException e) {
            text.abandon(e);
            throw e;
        }
        return text;
    }

    private void writeHeader(Header header) throws IOException {
        byte[] bytes = header.bytes();
        if (Utf8.isValid(bytes, 0, bytes.length)) {
            write(bytes, 0, bytes.length);
        } else {
            int from = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n' || i == bytes.length - 1) {
                    writeLine(header, from, i + 1);
                    from = i + 1;
                }
            }
        }
        startLine();
        boolean feed = bytes.length < 2 || bytes[bytes.length - 2] != '\r';
        byte[] blank = feed ? new byte[] {'\n'} : new byte[] {'\r', '\n'};
        write(blank, 0, blank.length);
    }

    private void writeLine(Header header, int from, int to) throws IOException {
        if (Utf8.isValid(header.bytes(), from, to)) {
            write(header.bytes(), from, to);
            return;
        }
        byte[] line = TextDecoder.decode(header.bytes(), from, to, header.fallback(), DefectSink.NONE, 0)
                .getBytes(StandardCharsets.UTF_8);
        write(line, 0, line.length);
    }

    /** Takes the bytes of the next text part. */
    Utf8Transcoder part(MimePart.Builder part) throws IOException {
        startLine();
        return new Utf8Transcoder(part.contentType.charset().orElse(""), DefectSink.NONE, 0, this::write);
    }

    private void startLine() throws IOException {
        if (last != '\n') {
            write(new byte[] {'\n'}, 0, 1);
        }
    }

    private void write(byte[] bytes, int from, int to) throws IOException {
        if (to > from) {
            output.write(bytes, from, to - from);
            last = bytes[to - 1];
        }
    }

    void close() throws IOException {
        output.close();
    }

    void abandon(Exception cause) {
        try {
            output.close();
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
