package io.mailroom.smtp.compose;

import io.mailroom.mime.MailAddress;
import io.mailroom.smtp.Content;
import io.mailroom.smtp.InvalidMessageException;
import io.mailroom.smtp.OutboundMessage;
import io.mailroom.wire.Printable;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Set;

/**
 * Copies a ready message. The header loses its Bcc fields and the {@code From } line of a mailbox file, and gets what
 * RFC 5322 §3.6 asks for and it lacks; nothing else changes.
 */
final class ReadyMessage {
    /** Largest header of a ready message: 1 MiB. */
    private static final int LARGEST_HEADER = 1024 * 1024;

    private static final Set<String> LEFT_OUT = Set.of("bcc", "resent-bcc", "return-path");

    private boolean hasDate;
    private boolean hasFrom;
    private String messageId = "";
    private boolean utf8;
    private boolean anyField;
    private boolean inMessageId;

    private ReadyMessage() {}

    /**
     * What a header says that sending needs.
     *
     * @param messageId with angle brackets
     * @param utf8Header true when the header is not all ASCII
     */
    record Facts(String messageId, boolean utf8Header) {}

    static Facts copy(OutboundMessage message, MailAddress from, Clock clock, OutputStream to) throws IOException {
        Content content = message.ready().orElseThrow();
        try (InputStream in = new BufferedInputStream(content.open(), 64 * 1024)) {
            return new ReadyMessage().copy(in, message, from, clock, to);
        }
    }

    private Facts copy(InputStream in, OutboundMessage message, MailAddress from, Clock clock, OutputStream to)
            throws IOException {
        copyFields(in, to);
        if (!anyField) {
            throw new InvalidMessageException("the ready message", "does not begin with a header");
        }
        if (!hasDate) {
            put(to, "Date: " + MimeWriter.dateText(ZonedDateTime.now(clock)));
        }
        if (!hasFrom) {
            put(to, "From: " + HeaderText.addresses("From", java.util.List.of(from), StandardCharsets.UTF_8));
        }
        if (messageId.isEmpty()) {
            messageId = message.messageIdFor(from.domain());
            put(to, "Message-ID: " + messageId);
        } else if (!FieldCheck.isMessageId(messageId)) {
            messageId = messageId.isBlank() || messageId.length() > 250
                    ? message.messageIdFor(from.domain())
                    : Printable.line(messageId, 250);
        }
        put(to, "");
        in.transferTo(to);
        return new Facts(messageId, utf8);
    }

    /** Copies field after field up to the empty line, which is taken and not copied. */
    private void copyFields(InputStream in, OutputStream to) throws IOException {
        boolean copying = true;
        int total = 0;
        for (byte[] line = line(in); line.length > 0; line = line(in)) {
            total += line.length;
            if (total > LARGEST_HEADER) {
                throw new InvalidMessageException("the ready message", "has a header of more than 1 MiB");
            }
            String text = new String(line, StandardCharsets.UTF_8);
            if (line[0] != ' ' && line[0] != '\t') {
                copying = begins(text);
            } else if (inMessageId) {
                messageId += text.strip();
            }
            if (copying) {
                to.write(line);
                to.write('\n');
                for (byte b : line) {
                    utf8 |= b < 0;
                }
            }
        }
    }

    private boolean begins(String line) {
        if (!anyField && line.startsWith("From ")) {
            return false; // the separator of a mailbox file
        }
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new InvalidMessageException("the ready message", "has a header line that is no field");
        }
        anyField = true;
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        hasDate |= name.equals("date");
        hasFrom |= name.equals("from");
        inMessageId = name.equals("message-id") && messageId.isEmpty();
        if (inMessageId) {
            messageId = line.substring(colon + 1).strip();
        }
        return !LEFT_OUT.contains(name);
    }

    /** A line without its end, whichever of CRLF, CR and LF it is; empty at the end of the stream. */
    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b == '\r') {
                in.mark(1);
                if (in.read() != '\n') {
                    in.reset();
                }
                break;
            }
            if (line.size() >= LARGEST_HEADER) {
                throw new InvalidMessageException("the ready message", "has a header of more than 1 MiB");
            }
            line.write(b);
        }
        return line.toByteArray();
    }

    private static void put(OutputStream to, String line) throws IOException {
        to.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
