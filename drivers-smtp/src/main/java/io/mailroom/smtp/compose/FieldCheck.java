package io.mailroom.smtp.compose;

import io.mailroom.smtp.InvalidMessageException;
import java.util.Locale;
import java.util.Set;

/**
 * What may stand where in a header or an envelope. Every value passes here before anything is composed: a line end or
 * a control character in a value would otherwise begin a new field, a new command or a new message.
 */
public final class FieldCheck {
    /** Most characters of one header value before it is encoded: 64 KiB. */
    public static final int LONGEST_VALUE = 64 * 1024;

    private static final int LONGEST_NAME = 76;
    private static final int LONGEST_FILE_NAME = 255;
    private static final int LONGEST_ID = 900;
    private static final int LONGEST_MEDIA_TYPE = 127;
    private static final int DEL = 0x7f;
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    /** Fields that the builder or the composer sets, and fields that only servers write. */
    private static final Set<String> OURS = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "mime-version",
            "x-priority",
            "importance",
            "auto-submitted",
            "return-path",
            "received",
            "resent-bcc");

    private FieldCheck() {}

    /** Text for people: any characters but controls, line separators and halves of surrogate pairs. */
    public static String text(String field, String value) {
        atMost(field, value, LONGEST_VALUE);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\t' && isControl(c)) {
                throw new InvalidMessageException(field, holdsControl(c, i));
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new InvalidMessageException(field, "holds half a character at position " + i);
            }
        }
        return value;
    }

    /** A display name: as text, and no tab. */
    public static String displayName(String field, String value) {
        if (value.indexOf('\t') >= 0) {
            throw new InvalidMessageException(field, holdsControl('\t', value.indexOf('\t')));
        }
        return text(field, value);
    }

    /** Printable ASCII with blanks. */
    public static String printable(String field, String value, int longest) {
        atMost(field, value, longest);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isControl(c)) {
                throw new InvalidMessageException(field, holdsControl(c, i));
            }
            if (c > DEL) {
                throw new InvalidMessageException(field, "holds a character outside ASCII at position " + i);
            }
        }
        return value;
    }

    /** Name of a header field: printable ASCII without blank or colon (RFC 5322 §3.6.8), and not one of ours. */
    public static String headerName(String name) {
        String field = "name of a header field";
        printable(field, name, LONGEST_NAME);
        if (name.isEmpty() || name.indexOf(' ') >= 0 || name.indexOf(':') >= 0) {
            throw new InvalidMessageException(field, "must be printable ASCII without blanks and colons");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (OURS.contains(lower) || lower.startsWith("content-")) {
            throw new InvalidMessageException(
                    "header field " + name,
                    "cannot be set by name; the message builder has its own way, or a server writes it");
        }
        return name;
    }

    /** A message id with its angle brackets: {@code <left@right>}, printable ASCII. */
    public static String messageId(String field, String value) {
        printable(field, value, LONGEST_ID);
        int last = value.length() - 1;
        if (last < 2
                || value.charAt(0) != '<'
                || value.charAt(last) != '>'
                || hasAny(value.substring(1, last), "<> ")) {
            throw new InvalidMessageException(field, "must look like <left@right>, without blanks");
        }
        return value;
    }

    /** True when {@link #messageId} would accept it: for ids taken over from foreign mail. */
    public static boolean isMessageId(String value) {
        try {
            messageId("", value);
            return true;
        } catch (InvalidMessageException no) {
            return false;
        }
    }

    /** A Content-ID without its angle brackets. */
    public static String contentId(String field, String value) {
        printable(field, value, LONGEST_ID);
        if (value.isEmpty() || hasAny(value, "<> \"")) {
            throw new InvalidMessageException(field, "must look like left@right, without brackets, quotes and blanks");
        }
        return value;
    }

    /** {@code type/subtype}, both tokens of RFC 2045 §5.1. */
    public static String mediaType(String field, String value) {
        printable(field, value, LONGEST_MEDIA_TYPE);
        int slash = value.indexOf('/');
        if (slash < 1
                || slash == value.length() - 1
                || !isToken(value.substring(0, slash))
                || !isToken(value.substring(slash + 1))) {
            throw new InvalidMessageException(field, "must look like type/subtype");
        }
        return value;
    }

    /** A file name for people: one name, no path. */
    public static String fileName(String field, String value) {
        atMost(field, value, LONGEST_FILE_NAME);
        displayName(field, value);
        if (value.isBlank() || hasAny(value, "/\\")) {
            throw new InvalidMessageException(field, "must be a name without a path");
        }
        return value;
    }

    private static boolean isToken(String value) {
        return !hasAny(value, "()<>@,;:\\\"/[]?= ");
    }

    private static boolean hasAny(String value, String characters) {
        return value.chars().anyMatch(c -> characters.indexOf(c) >= 0);
    }

    private static boolean isControl(char c) {
        return Character.isISOControl(c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
    }

    private static void atMost(String field, String value, int longest) {
        if (value.length() > longest) {
            throw new InvalidMessageException(field, "is longer than " + longest + " characters");
        }
    }

    private static String holdsControl(char c, int at) {
        return String.format("holds the control character U+%04X at position %d", (int) c, at);
    }
}
