package io.mailroom.imap;

import io.mailroom.ConnectionLostException;
import io.mailroom.wire.LineChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.Protocol;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.ResponseInputStream;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reads responses. Where one begins and ends, and how large it may be, is decided here, before anything is allocated;
 * what it says is parsed by Angus Mail. The bodies of messages never pass through Angus: they go to where
 * {@link Bodies} says, and Angus sees an empty literal in their place.
 */
final class ImapResponses {
    /** Longest response outside its literals. */
    static final int MOST_TEXT_BYTES = 1024 * 1024;

    /** Most bytes in the literals of one response that are kept in memory. */
    static final int MOST_LITERAL_BYTES = 1024 * 1024;

    /** Most literals of one response. */
    static final int MOST_LITERALS = 64;

    /** Deepest nesting of parentheses. */
    static final int MOST_DEPTH = 64;

    /** Where literals go that are not to be held in memory. */
    @FunctionalInterface
    interface Bodies {
        /** None are expected. */
        Bodies NONE = (response, sizeBytes) -> null;

        /**
         * A literal follows.
         *
         * @param response all of the response so far, up to the line end before the literal, each byte a character
         * @return where the literal goes; null to keep it in the response, which it must be small enough for
         */
        @Nullable
        OutputStream open(String response, long sizeBytes) throws IOException;
    }

    private final LineChannel line;
    private final Angus angus;

    ImapResponses(LineChannel line) {
        this.line = line;
        try {
            this.angus = new Angus();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // it is given streams that do nothing
        }
    }

    /**
     * The next response.
     *
     * @throws IOException what the stream threw that a body went to
     * @throws ConnectionLostException when there is none, or it is none
     */
    IMAPResponse next(Bodies bodies) throws IOException {
        Frame frame = read(bodies);
        try {
            return angus.parse(frame);
        } catch (IOException | ProtocolException | RuntimeException malformed) {
            throw notUnderstood(frame);
        }
    }

    private ConnectionLostException notUnderstood(Frame frame) {
        return line.fail("what came is no IMAP response: \""
                + line.transcript().safe(frame.text(0, Math.min(frame.size(), 200))) + "\"");
    }

    private Frame read(Bodies bodies) throws IOException {
        Frame frame = new Frame();
        Nesting nesting = new Nesting();
        int literalBytes = 0;
        for (int literals = 0; literals <= MOST_LITERALS; literals++) {
            int from = frame.size();
            line.readLine(frame, MOST_TEXT_BYTES - (from - literalBytes));
            if (line.transcript().isOn()) {
                line.transcript().server(frame.text(from, frame.size() - 2));
            }
            if (nesting.after(frame, from) > MOST_DEPTH) {
                throw line.fail("a response has more than " + MOST_DEPTH + " levels of parentheses");
            }
            long literal = frame.isStatus() ? -1 : literalAnnouncedBy(frame);
            if (literal < 0) {
                return frame;
            }
            OutputStream body = bodies.open(frame.text(0, frame.size()), literal);
            if (body != null) {
                frame.announceNothing();
                line.readBytes(literal, body);
            } else if (literal > MOST_LITERAL_BYTES - literalBytes) {
                throw line.fail("a response has a literal of " + literal + " bytes where none that long can be");
            } else {
                literalBytes += (int) literal;
                line.readBytes(literal, frame);
            }
        }
        throw line.fail("a response has more than " + MOST_LITERALS + " literals");
    }

    /** @return how many bytes follow as a literal; -1 when none do */
    private long literalAnnouncedBy(Frame frame) {
        String announced = frame.announcement();
        if (announced.isEmpty()) {
            return -1;
        }
        try {
            long size = Long.parseLong(announced);
            if (size >= 0 && Character.isDigit(announced.charAt(0))) {
                return size;
            }
        } catch (NumberFormatException absurd) {
            throw line.fail("a response has a literal of {" + line.transcript().safe(announced) + "} bytes");
        }
        throw line.fail("a response has a literal of {" + line.transcript().safe(announced) + "} bytes");
    }

    /** A response as it comes in. */
    private static final class Frame extends ByteArrayOutputStream {
        private static final int USUAL_BYTES = 256;
        private static final int LONGEST_ANNOUNCEMENT = 64;

        Frame() {
            super(USUAL_BYTES);
        }

        byte at(int index) {
            return buf[index];
        }

        String text(int from, int to) {
            return new String(buf, from, to - from, StandardCharsets.ISO_8859_1);
        }

        /** True when the response ends in text for people: a brace at its end is then no literal. */
        boolean isStatus() {
            int word = 0;
            while (word < count && buf[word] != ' ') {
                word++;
            }
            return startsWithWord(word + 1, "OK")
                    || startsWithWord(word + 1, "NO")
                    || startsWithWord(word + 1, "BAD")
                    || startsWithWord(word + 1, "BYE")
                    || startsWithWord(0, "+");
        }

        private boolean startsWithWord(int from, String word) {
            int to = from + word.length();
            return to < count && text(from, to).equalsIgnoreCase(word) && (buf[to] == ' ' || buf[to] == '\r');
        }

        /** What stands in the braces at the end of the last line, when it looks like a number of whatever kind. */
        String announcement() {
            int close = count - 3;
            if (close < 1 || buf[close] != '}') {
                return "";
            }
            int open = close - 1;
            while (open > 0 && close - open < LONGEST_ANNOUNCEMENT && isOfNumber(buf[open])) {
                open--;
            }
            return buf[open] == '{' ? text(open + 1, close) : "";
        }

        private static boolean isOfNumber(byte b) {
            return b >= '0' && b <= '9' || b == '+' || b == '-';
        }

        /** The announced literal goes elsewhere; in its place stands an empty one. */
        void announceNothing() {
            while (buf[count - 1] != '{') {
                count--;
            }
            writeBytes(new byte[] {'0', '}', '\r', '\n'});
        }

        ByteArray asByteArray() {
            return new ByteArray(buf, 0, count);
        }
    }

    /** How deep the parentheses of a response go, outside quoted strings and literals. */
    private static final class Nesting {
        private int depth;
        private int deepest;
        private boolean quoted;

        int after(Frame frame, int from) {
            for (int i = from; i < frame.size(); i++) {
                byte b = frame.at(i);
                if (quoted && b == '\\') {
                    i++;
                } else if (b == '"') {
                    quoted = !quoted;
                } else if (!quoted && b == '(') {
                    deepest = Math.max(deepest, ++depth);
                } else if (!quoted && b == ')') {
                    depth--;
                }
            }
            return deepest;
        }
    }

    /** Angus' idea of a connection, reduced to what its responses need of one: the bytes they are made of. */
    private static final class Angus extends Protocol {
        private final Given given = new Given();

        Angus() throws IOException {
            super(
                    InputStream.nullInputStream(),
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.US_ASCII),
                    new Properties(),
                    false);
        }

        IMAPResponse parse(Frame frame) throws IOException, ProtocolException {
            given.next = frame.asByteArray();
            IMAPResponse response = new IMAPResponse(this);
            return response.keyEquals("FETCH") ? new FetchResponse(response, null, this) : response;
        }

        @Override
        protected ResponseInputStream getInputStream() {
            return given;
        }
    }

    /** Hands Angus a response that has been read. */
    private static final class Given extends ResponseInputStream {
        private @Nullable ByteArray next;

        Given() {
            super(InputStream.nullInputStream());
        }

        @Override
        public ByteArray readResponse(@Nullable ByteArray into) throws IOException {
            if (next == null) {
                throw new IOException("no response was given");
            }
            return next;
        }
    }
}
