package io.mailroom.pop3;

import io.mailroom.ErrorKind;
import java.util.Locale;
import java.util.Optional;

/**
 * The first line of an answer.
 *
 * @param status what its first word says
 * @param code the response code in brackets (RFC 2449 section 8), upper case without brackets; empty when there is none
 * @param line the whole line as it came
 */
record Pop3Reply(Status status, String code, String line) {
    /** {@code +OK}, {@code -ERR}, or a lone plus that asks for more (RFC 5034). */
    enum Status {
        OK,
        ERR,
        MORE
    }

    private static final int LONGEST_CODE = 64;

    /** The reply in a line, or nothing when the line is none. */
    static Optional<Pop3Reply> parse(String line) {
        if (startsWithWord(line, "+OK")) {
            return Optional.of(new Pop3Reply(Status.OK, codeIn(line, 3), line));
        }
        if (startsWithWord(line, "-ERR")) {
            return Optional.of(new Pop3Reply(Status.ERR, codeIn(line, 4), line));
        }
        if (startsWithWord(line, "+")) {
            return Optional.of(new Pop3Reply(Status.MORE, "", line));
        }
        return Optional.empty();
    }

    boolean isOk() {
        return status == Status.OK;
    }

    /**
     * What kind of refusal this is.
     *
     * @param withoutCode the kind when the server gives no response code that we know
     */
    ErrorKind kind(ErrorKind withoutCode) {
        if (code.equals("IN-USE")) {
            return ErrorKind.IN_USE;
        }
        if (code.equals("AUTH") || code.startsWith("AUTH/")) {
            return ErrorKind.AUTHENTICATION;
        }
        if (code.equals("SYS/PERM")) {
            return ErrorKind.REFUSED;
        }
        // RFC 3206: SYS alone does not say whether it will last, and waiting is the safe guess.
        if (code.equals("LOGIN-DELAY") || code.equals("SYS") || code.startsWith("SYS/")) {
            return ErrorKind.REFUSED_FOR_NOW;
        }
        return withoutCode;
    }

    private static boolean startsWithWord(String line, String word) {
        return line.regionMatches(true, 0, word, 0, word.length())
                && (line.length() == word.length() || line.charAt(word.length()) == ' ');
    }

    private static String codeIn(String line, int from) {
        int open = from + 1;
        if (open >= line.length() || line.charAt(open) != '[') {
            return "";
        }
        int close = line.indexOf(']', open);
        return close < 0 || close - open > LONGEST_CODE
                ? ""
                : line.substring(open + 1, close).toUpperCase(Locale.ROOT);
    }
}
