package io.mailroom.smtp.compose;

import io.mailroom.mime.MailAddress;
import io.mailroom.smtp.InvalidMessageException;
import java.net.IDN;
import java.util.regex.Pattern;

/**
 * Addresses that may stand in an envelope (RFC 5321 §4.1.2, RFC 6531). Stricter than the RFC where leniency helps
 * attackers only: no angle bracket and no control even inside quotes, no comments, no folded lines, no source routes.
 */
public final class AddressCheck {
    private static final int LONGEST_ADDRESS = 254;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int FIRST_NON_ASCII = 0x80;
    private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~";
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern LITERAL = Pattern.compile("\\[(?:[0-9.]{7,15}|IPv6:[0-9A-Fa-f:.]{2,45})]");

    private AddressCheck() {}

    /**
     * The address as it may go into envelope and header: its domain in ASCII unless the local part needs SMTPUTF8.
     *
     * @throws InvalidMessageException naming the field, never showing the address
     */
    public static MailAddress address(String field, MailAddress given) {
        FieldCheck.displayName("name in " + field, given.name());
        String address = given.address();
        int at = address.lastIndexOf('@');
        if (at < 1 || at == address.length() - 1) {
            throw new InvalidMessageException(field, "must look like user@example.com");
        }
        FieldCheck.displayName(field, address);
        String local = address.substring(0, at);
        String domain = domain(field, address.substring(at + 1));
        checkLocalPart(field, local);
        String whole = local + "@" + domain;
        if (whole.length() > LONGEST_ADDRESS) {
            throw new InvalidMessageException(field, "is longer than " + LONGEST_ADDRESS + " characters");
        }
        return new MailAddress(given.name().strip(), whole);
    }

    /**
     * Reads {@code user@example.com} or {@code Name <user@example.com>} and checks it.
     *
     * @throws InvalidMessageException naming the field
     */
    public static MailAddress parse(String field, String text) {
        String trimmed = text.strip();
        if (!trimmed.endsWith(">")) {
            return address(field, new MailAddress("", trimmed));
        }
        int open = trimmed.lastIndexOf('<');
        if (open < 0) {
            throw new InvalidMessageException(field, "must look like Name <user@example.com>");
        }
        String address = trimmed.substring(open + 1, trimmed.length() - 1);
        return address(
                field, new MailAddress(unquoted(trimmed.substring(0, open).strip()), address));
    }

    /** True when the address cannot be written in ASCII, so that only a server with SMTPUTF8 takes it. */
    public static boolean needsUtf8(String address) {
        return address.chars().anyMatch(c -> c >= FIRST_NON_ASCII);
    }

    private static void checkLocalPart(String field, String local) {
        if (local.length() > LONGEST_LOCAL_PART) {
            throw new InvalidMessageException(
                    field, "has more than " + LONGEST_LOCAL_PART + " characters before the at sign");
        }
        boolean sound = local.length() > 1 && local.startsWith("\"") && local.endsWith("\"")
                ? isQuotedContent(local.substring(1, local.length() - 1))
                : isDotAtom(local);
        if (!sound) {
            throw new InvalidMessageException(field, "has characters before the at sign that do not belong there");
        }
    }

    private static boolean isDotAtom(String local) {
        char before = '.';
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            boolean atom = c >= FIRST_NON_ASCII || isLetterOrDigit(c) || ATOM_SPECIALS.indexOf(c) >= 0;
            if (!atom && !(c == '.' && before != '.')) {
                return false;
            }
            before = c;
        }
        return before != '.';
    }

    private static boolean isQuotedContent(String content) {
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '\\') {
                i++;
                if (i == content.length()) {
                    return false;
                }
                c = content.charAt(i);
            } else if (c == '"') {
                return false;
            }
            if (c == '<' || c == '>') {
                return false;
            }
        }
        return true;
    }

    private static String domain(String field, String domain) {
        if (LITERAL.matcher(domain).matches()) {
            return domain;
        }
        String ascii;
        try {
            ascii = IDN.toASCII(domain);
        } catch (IllegalArgumentException notAName) {
            throw new InvalidMessageException(field, "has no host name after the at sign");
        }
        for (String label : ascii.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                throw new InvalidMessageException(field, "has no host name after the at sign");
            }
        }
        return ascii;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static String unquoted(String name) {
        if (name.length() < 2 || !name.startsWith("\"") || !name.endsWith("\"")) {
            return name;
        }
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 1; i < name.length() - 1; i++) {
            if (name.charAt(i) == '\\' && i < name.length() - 2) {
                i++;
            }
            plain.append(name.charAt(i));
        }
        return plain.toString();
    }
}
