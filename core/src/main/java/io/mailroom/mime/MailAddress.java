package io.mailroom.mime;

import java.util.Locale;
import java.util.Objects;

/**
 * One mailbox of an address list (RFC 5322 §3.4), decoded. Groups are flattened: their members stand in the list,
 * their names are dropped, and an empty group leaves nothing.
 *
 * @param name the display name, decoded and on one line; empty when the sender gave none
 * @param address the address as written, without angle brackets, route, comments or outer blanks; may lack an
 *     {@code @} when the sender wrote none
 */
public record MailAddress(String name, String address) {
    /** Both parts may be empty, never null. */
    public MailAddress {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
    }

    /** What stands after the last {@code @}, in lower case; empty without one. */
    public String domain() {
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : address.substring(at + 1).toLowerCase(Locale.ROOT);
    }

    /** The name, or the address when there is no name. */
    public String displayName() {
        return name.isEmpty() ? address : name;
    }

    /** {@code Name <address>} with the name quoted where its characters ask for it; for people, not for the wire. */
    @Override
    public String toString() {
        if (name.isEmpty()) {
            return address;
        }
        StringBuilder text = new StringBuilder(name.length() + address.length() + 5);
        if (needsQuotes(name)) {
            text.append('"');
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (c == '"' || c == '\\') {
                    text.append('\\');
                }
                text.append(c);
            }
            text.append('"');
        } else {
            text.append(name);
        }
        return text.append(" <").append(address).append('>').toString();
    }

    private static boolean needsQuotes(String name) {
        for (int i = 0; i < name.length(); i++) {
            if ("()<>[]:;@\\,.\"".indexOf(name.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
