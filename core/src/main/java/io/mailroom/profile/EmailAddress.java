package io.mailroom.profile;

import java.util.Locale;
import java.util.Objects;

/**
 * An address as a profile names it: {@code Name <user@example.com>} or {@code user@example.com}. The name may be empty.
 *
 * @param name the proper name, or empty
 * @param address the part with the at sign, spelled as given
 */
public record EmailAddress(String name, String address) {
    /** RFC 5321 §4.5.3.1: a path is at most 256 octets, two of them its brackets. */
    private static final int MOST_CHARACTERS = 254;

    /**
     * @throws IllegalArgumentException when the address has no user or no host, is too long, or either part holds
     *     characters that do not belong there
     */
    public EmailAddress {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        int at = address.lastIndexOf('@');
        if (at < 1 || at == address.length() - 1 || address.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("An address looks like user@example.com or Name <user@example.com>");
        }
        if (address.chars().anyMatch(EmailAddress::isForeignToAnAddress)
                || address.substring(0, at).indexOf('@') >= 0
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("An address has no blanks, controls, brackets or second at sign");
        }
    }

    /**
     * Reads either form; quotes around the name are removed.
     *
     * @throws IllegalArgumentException when the text is not one address
     */
    public static EmailAddress parse(CharSequence text) {
        String trimmed = text.toString().strip();
        if (trimmed.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("An address is one line without controls");
        }
        int open = trimmed.lastIndexOf('<');
        if (open < 0) {
            return new EmailAddress("", trimmed);
        }
        if (!trimmed.endsWith(">")) {
            throw new IllegalArgumentException("An address that begins with \"<\" ends with \">\"");
        }
        String name = unquoted(trimmed.substring(0, open).strip());
        return new EmailAddress(
                name, trimmed.substring(open + 1, trimmed.length() - 1).strip());
    }

    /** The name, or the address when there is none. */
    public String displayName() {
        return name.isEmpty() ? address : name;
    }

    /** The address in lower case: two addresses with one key are one mailbox to us. */
    public String key() {
        return address.toLowerCase(Locale.ROOT);
    }

    /** {@code Name <user@example.com>}, or the bare address; {@link #parse} reads it back. */
    @Override
    public String toString() {
        if (name.isEmpty()) {
            return address;
        }
        String shown = name.matches(".*[\"\\\\,;:<>@()\\[\\]].*")
                ? '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : name;
        return shown + " <" + address + ">";
    }

    private static boolean isForeignToAnAddress(int character) {
        return character <= ' '
                || character == 0x7f
                || "<>,;()\"".indexOf(character) >= 0
                || Character.isISOControl(character)
                || Character.isWhitespace(character);
    }

    private static String unquoted(String name) {
        if (name.length() < 2 || name.charAt(0) != '"' || name.charAt(name.length() - 1) != '"') {
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
