package io.mailroom.internal.queue;

import io.mailroom.spool.ContentDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of an event file: UTF-8, one value a line, in this order.
 *
 * <pre>
 * mailroom-event 1
 * event-id 9f86d081884c7d65…
 * profile support@example.com
 * mailbox pop.example.com_support
 * uid 0000012f4a1b
 * digest 2c26b46b68ffc68f…
 * created 2026-01-02T03:04:05Z
 * file /var/mailroom/incoming/ATT_1a2b_1_2_65f0c3a1_a_2_1234.dat
 * stored MAILROOM_9f86d081884c7d65_FilePath0.dat
 * fields 57
 * Subject=Printer on fire
 * end 5e884898da280471…                SHA-256 of every byte before this line
 * </pre>
 *
 * In values a backslash precedes {@code n}, {@code r}, {@code e} for an equals sign in a name, {@code uXXXX} for another
 * control or half a surrogate pair, and itself.
 */
final class EventFile {
    /** Largest file written or read, in bytes. */
    static final int MAX_BYTES = 64 * 1024 * 1024;
    /** Most fields. */
    static final int MAX_FIELDS = 100_000;

    private static final String FIRST_LINE = "mailroom-event 1";
    private static final int BUFFER_BYTES = 16 * 1024;

    private EventFile() {}

    /**
     * Writes an event. The stream is neither flushed nor closed.
     *
     * @throws IllegalArgumentException when the event is larger than the limits
     */
    static void write(QueuedEvent event, OutputStream out) throws IOException {
        if (event.fields().size() > MAX_FIELDS) {
            throw new IllegalArgumentException("An event has at most " + MAX_FIELDS + " fields, not "
                    + event.fields().size());
        }
        MessageDigest sha256 = ContentDigest.newSha256();
        Lines lines = new Lines(new DigestOutputStream(out, sha256));
        EventHeader header = event.header();
        lines.write(FIRST_LINE);
        lines.write("event-id ", header.eventId());
        lines.write("profile ", header.profile());
        lines.write("mailbox ", header.mailbox());
        lines.write("uid ", header.uid());
        lines.write("digest ", header.digest());
        lines.write("created ", header.created().toString());
        for (Path file : header.files()) {
            lines.write("file ", file.toString());
        }
        for (String name : header.stored()) {
            lines.write("stored ", name);
        }
        lines.write("fields " + event.fields().size());
        for (Map.Entry<String, String> field : event.fields().entrySet()) {
            lines.write(escape(field.getKey()).replace("=", "\\e") + "=", field.getValue());
        }
        lines.flush();
        String end = "end " + ContentDigest.finish(sha256).hex() + "\n";
        out.write(end.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads an event back.
     *
     * @throws DamagedEventException when the file is not whole or not what was written
     */
    static QueuedEvent read(InputStream in) throws IOException {
        Reader reader = new Reader(in);
        EventHeader header = reader.header();
        int count = reader.fieldCount;
        Map<String, String> fields = new LinkedHashMap<>(Math.min(count, 1024) * 2);
        for (int i = 0; i < count; i++) {
            String line = reader.line();
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new DamagedEventException("field " + i + " has no name");
            }
            fields.put(unescape(line.substring(0, equals)), unescape(line.substring(equals + 1)));
        }
        reader.end();
        if (fields.size() != count) {
            throw new DamagedEventException("a field is there twice");
        }
        return new QueuedEvent(header, fields);
    }

    /** Reads the header alone. What it says is not yet proven by the checksum at the end. */
    static EventHeader readHeader(InputStream in) throws IOException {
        return new Reader(in).header();
    }

    private static String escape(String value) {
        int at = nextToEscape(value, 0);
        if (at == value.length()) {
            return value;
        }
        StringBuilder escaped = new StringBuilder(value.length() + value.length() / 16 + 16);
        int from = 0;
        for (; at < value.length(); at = nextToEscape(value, from)) {
            escaped.append(value, from, at).append('\\').append(code(value.charAt(at)));
            from = at + 1;
        }
        return escaped.append(value, from, at).toString();
    }

    private static int nextToEscape(String value, int from) {
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c == '\\') {
                return i;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return value.length();
    }

    private static String code(char c) {
        return switch (c) {
            case '\\' -> "\\";
            case '\n' -> "n";
            case '\r' -> "r";
            default -> "u" + java.util.HexFormat.of().toHexDigits(c);
        };
    }

    private static String unescape(String value) throws DamagedEventException {
        int at = value.indexOf('\\');
        if (at < 0) {
            return value;
        }
        StringBuilder plain = new StringBuilder(value.length());
        int from = 0;
        for (; at >= 0; at = value.indexOf('\\', from)) {
            plain.append(value, from, at);
            from = at + 2;
            switch (from <= value.length() ? value.charAt(at + 1) : ' ') {
                case '\\' -> plain.append('\\');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 'e' -> plain.append('=');
                case 'u' -> {
                    plain.append(unicode(value, from));
                    from += 4;
                }
                default -> throw new DamagedEventException("an escape makes no sense");
            }
        }
        return plain.append(value, from, value.length()).toString();
    }

    private static char unicode(String value, int from) throws DamagedEventException {
        try {
            return (char) java.util.HexFormat.fromHexDigits(value, from, from + 4);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DamagedEventException("an escape makes no sense");
        }
    }

    /** Writes lines, as many as fit. */
    private static final class Lines {
        private final OutputStream out;
        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER_BYTES);
        private long written;

        Lines(OutputStream out) {
            this.out = out;
        }

        void write(String text) throws IOException {
            byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
            written += bytes.length;
            if (written > MAX_BYTES - 1024) {
                throw new IllegalArgumentException("The event is larger than " + MAX_BYTES + " bytes");
            }
            buffer.write(bytes, 0, bytes.length);
            if (buffer.size() >= BUFFER_BYTES) {
                flush();
            }
        }

        void write(String name, String value) throws IOException {
            write(name + escape(value));
        }

        void flush() throws IOException {
            buffer.writeTo(out);
            buffer.reset();
        }
    }

    /** Reads lines and keeps count of their bytes and checksum. */
    private static final class Reader {
        private final InputStream in;
        private final MessageDigest sha256 = ContentDigest.newSha256();
        private byte[] buffer = new byte[BUFFER_BYTES];
        private int from;
        private int to;
        private long bytes;
        private int fieldCount;

        Reader(InputStream in) {
            this.in = in;
        }

        EventHeader header() throws IOException {
            if (!line().equals(FIRST_LINE)) {
                throw new DamagedEventException("the first line is not " + FIRST_LINE);
            }
            String eventId = value("event-id ", line());
            String profile = value("profile ", line());
            String mailbox = value("mailbox ", line());
            String uid = value("uid ", line());
            String digest = value("digest ", line());
            String created = value("created ", line());
            List<Path> files = new ArrayList<>();
            String next = line();
            try {
                for (; next.startsWith("file ") && files.size() <= EventHeader.MAX_FILES; next = line()) {
                    files.add(Path.of(value("file ", next)));
                }
                List<String> stored = new ArrayList<>();
                for (; next.startsWith("stored ") && stored.size() <= EventHeader.MAX_FILES; next = line()) {
                    stored.add(value("stored ", next));
                }
                fieldCount = Integer.parseInt(value("fields ", next));
                if (fieldCount < 0 || fieldCount > MAX_FIELDS) {
                    throw new DamagedEventException("it says that it has " + fieldCount + " fields");
                }
                return new EventHeader(eventId, profile, mailbox, uid, digest, Instant.parse(created), files, stored);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new DamagedEventException("its header makes no sense");
            }
        }

        void end() throws IOException {
            String computed = ContentDigest.finish(sha256).hex();
            if (!value("end ", line()).equals(computed)) {
                throw new DamagedEventException("its checksum is wrong");
            }
            if (from < to || in.read() >= 0) {
                throw new DamagedEventException("something follows its end");
            }
        }

        String line() throws IOException {
            int end = lineFeed(from);
            while (end < 0) {
                int looked = to - from;
                fill();
                end = lineFeed(from + looked);
            }
            sha256.update(buffer, from, end + 1 - from);
            String line = new String(buffer, from, end - from, StandardCharsets.UTF_8);
            from = end + 1;
            return line;
        }

        private int lineFeed(int start) {
            for (int i = start; i < to; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            return -1;
        }

        /** Reads on behind what is held, which moves to the front of a buffer that it does not fill. */
        private void fill() throws IOException {
            int held = to - from;
            byte[] larger = held > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
            System.arraycopy(buffer, from, larger, 0, held);
            buffer = larger;
            from = 0;
            to = held;
            int count = in.read(buffer, to, buffer.length - to);
            if (count < 0) {
                throw new DamagedEventException("it ends too early");
            }
            to += count;
            bytes += count;
            if (bytes > MAX_BYTES) {
                throw new DamagedEventException("it is too large");
            }
        }

        private static String value(String name, String line) throws DamagedEventException {
            if (!line.startsWith(name)) {
                throw new DamagedEventException("a line should begin with " + name.strip());
            }
            return unescape(line.substring(name.length()));
        }
    }
}
