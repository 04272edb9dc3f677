package io.mailroom.imap;

import io.mailroom.ErrorKind;
import java.util.Locale;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/**
 * How a command ended, or that the server wants more of it.
 *
 * @param tag of the command; empty for {@link Status#MORE}
 * @param status its first word, or a plus
 * @param code the response code in brackets (RFC 9051 section 7.1, RFC 5530) as it came, without brackets; empty when
 *     there is none
 * @param text everything behind the tag; behind the plus for {@link Status#MORE}
 */
record ImapReply(String tag, Status status, String code, String text) {
    enum Status {
        OK,
        NO,
        BAD,
        MORE
    }

    private static final int LONGEST_CODE = 8_192;

    static ImapReply more(IMAPResponse continuation) {
        return new ImapReply("", Status.MORE, "", continuation.getRest());
    }

    /** @param tagged OK, NO or BAD; anything else counts as BAD */
    static ImapReply of(IMAPResponse tagged) {
        Status status = tagged.isOK() ? Status.OK : tagged.isNO() ? Status.NO : Status.BAD;
        String rest = tagged.getRest();
        return new ImapReply(tagged.getTag(), status, codeIn(rest), status + " " + rest);
    }

    boolean isOk() {
        return status == Status.OK;
    }

    /** The code's first word, upper case. */
    String codeName() {
        int space = code.indexOf(' ');
        return (space < 0 ? code : code.substring(0, space)).toUpperCase(Locale.ROOT);
    }

    /**
     * What kind of refusal this is.
     *
     * @param withoutCode the kind when the server gives no response code that we know
     */
    ErrorKind kind(ErrorKind withoutCode) {
        return switch (codeName()) {
            case "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED" ->
                ErrorKind.AUTHENTICATION;
            case "UNAVAILABLE", "LIMIT", "SERVERBUG", "OVERQUOTA" -> ErrorKind.REFUSED_FOR_NOW;
            case "INUSE" -> ErrorKind.IN_USE;
            case "NOPERM", "NONEXISTENT", "CANNOT", "CONTACTADMIN", "READ-ONLY" -> ErrorKind.REFUSED;
            default -> withoutCode;
        };
    }

    /** The code at the front of a status text, or nothing. */
    static String codeIn(String text) {
        if (!text.startsWith("[")) {
            return "";
        }
        int close = text.indexOf(']');
        return close < 0 || close > LONGEST_CODE ? "" : text.substring(1, close);
    }
}
