package io.mailroom.smtp.protocol;

import io.mailroom.smtp.DsnRequest;
import io.mailroom.smtp.compose.ComposedMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The commands of one message, with those parameters that the server understands. All values have been checked. */
final class CommandText {
    private final Submission submission;
    private final Extensions extensions;

    CommandText(Submission submission, Extensions extensions) {
        this.submission = submission;
        this.extensions = extensions;
    }

    /**
     * Why this server cannot take this message.
     *
     * @param code as the server would have said it
     */
    record Problem(int code, String enhancedCode, String text) {}

    /** Known before anything is sent, from what the server offers. */
    Optional<Problem> problem() {
        ComposedMessage message = submission.message();
        if (message.sizeBytes() > extensions.mostBytes()) {
            return Optional.of(new Problem(
                    552,
                    "5.3.4",
                    "552 5.3.4 not sent: the message has " + message.sizeBytes() + " bytes, the server takes "
                            + extensions.mostBytes()));
        }
        if (message.utf8() && !extensions.offers("SMTPUTF8")) {
            return Optional.of(
                    new Problem(
                            553,
                            "5.6.7",
                            "553 5.6.7 not sent: an address or the header is not ASCII, and the server does not offer SMTPUTF8"));
        }
        if (message.eightBit() && !extensions.offers("8BITMIME")) {
            return Optional.of(new Problem(
                    554,
                    "5.6.3",
                    "554 5.6.3 not sent: the message has 8-bit bytes, and the server does not offer 8BITMIME"));
        }
        return Optional.empty();
    }

    String mail() {
        ComposedMessage message = submission.message();
        StringBuilder command = new StringBuilder("MAIL FROM:<")
                .append(submission.envelope().sender())
                .append('>');
        if (extensions.offers("SIZE")) {
            command.append(" SIZE=").append(message.sizeBytes());
        }
        if (message.eightBit()) {
            command.append(" BODY=8BITMIME");
        }
        if (message.utf8()) {
            command.append(" SMTPUTF8");
        }
        dsn().ifPresent(request -> {
            request.returnedPart().ifPresent(part -> command.append(" RET=").append(part));
            command.append(" ENVID=").append(xtext(request.ownEnvelopeId().orElse(message.messageId())));
        });
        return command.toString();
    }

    String rcpt(String recipient) {
        StringBuilder command = new StringBuilder("RCPT TO:<").append(recipient).append('>');
        dsn().ifPresent(request -> {
            command.append(" NOTIFY=").append(request.notifyValue());
            boolean ascii = recipient.chars().allMatch(c -> c < 0x80);
            command.append(" ORCPT=").append(ascii ? "rfc822;" + xtext(recipient) : "utf-8;" + unitext(recipient));
        });
        return command.toString();
    }

    private Optional<DsnRequest> dsn() {
        return extensions.offers("DSN") ? submission.envelope().request() : Optional.empty();
    }

    /** RFC 3461 §4: printable ASCII but {@code +} and {@code =}, the rest as hexadecimal. */
    static String xtext(String value) {
        StringBuilder text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b <= '~' && b != '+' && b != '=') {
                text.append((char) b);
            } else {
                text.append(String.format("+%02X", b & 0xff));
            }
        }
        return text.toString();
    }

    /** RFC 6533 §3: what ASCII cannot say as {@code \x{HEX}}. */
    private static String unitext(String value) {
        StringBuilder text = new StringBuilder();
        value.codePoints().forEach(c -> {
            if (c > ' ' && c <= '~' && c != '+' && c != '=' && c != '\\') {
                text.appendCodePoint(c);
            } else {
                text.append(String.format("\\x{%X}", c));
            }
        });
        return text.toString();
    }
}
