package io.mailroom.spool;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Turns any string into one that may be part of a file name on every system, and back.
 *
 * <p>Lower-case letters, digits, {@code .}, {@code -} and {@code @} stay; every other character becomes {@code %xx} or
 * {@code %uxxxx} with its UTF-16 code in lower-case hexadecimal. Upper-case letters are escaped as well, so that names
 * which differ by case alone differ on file systems that ignore it; {@code _} is escaped, so that it separates; so are a
 * dot at either end and the first letter of a name that Windows keeps for a device. A result longer than {@link #MAX_LENGTH} ends in {@code %~} and a SHA-256 instead of its tail, and only such a name cannot be
 * turned back.
 */
public final class SafeName {
    /** Longest result, in characters, all of them ASCII. Two of them and a prefix fit into 255 bytes. */
    public static final int MAX_LENGTH = 112;

    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGEST_LENGTH = 64;
    private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

    private SafeName() {}

    /** The name as it may stand in a file name. Different names give different results. */
    public static String escape(String name) {
        String escaped = spell(name);
        if (escaped.isEmpty()) {
            return "%"; // a name of its own, so that nothing between two underscores never happens
        }
        if (DEVICE.matcher(escaped).matches() || escaped.startsWith(".")) {
            escaped = "%" + HEX.toHexDigits((byte) escaped.charAt(0)) + escaped.substring(1);
        }
        if (escaped.endsWith(".")) {
            escaped = escaped.substring(0, escaped.length() - 1) + "%2e";
        }
        if (escaped.length() <= MAX_LENGTH) {
            return escaped;
        }
        String digest = HEX.formatHex(
                ContentDigest.of(escaped.getBytes(StandardCharsets.US_ASCII)).bytes());
        return escaped.substring(0, MAX_LENGTH - 2 - DIGEST_LENGTH) + "%~" + digest;
    }

    /** The same without a limit: every string has a spelling of its own. */
    static String spell(String name) {
        StringBuilder escaped = new StringBuilder(name.length() + 16);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (isPlain(c)) {
                escaped.append(c);
            } else if (c < 0x100) {
                escaped.append('%').append(HEX.toHexDigits((byte) c));
            } else {
                escaped.append("%u").append(HEX.toHexDigits(c));
            }
        }
        return escaped.toString();
    }

    /**
     * The name that {@link #escape} was given.
     *
     * @throws IllegalArgumentException when the text is no result of {@code escape}, or was shortened
     */
    public static String unescape(String escaped) {
        if (escaped.equals("%")) {
            return "";
        }
        StringBuilder name = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); ) {
            char c = escaped.charAt(i);
            if (c != '%') {
                name.append(c);
                i++;
                continue;
            }
            boolean wide = escaped.startsWith("u", i + 1);
            int from = i + (wide ? 2 : 1);
            int to = from + (wide ? 4 : 2);
            if (to > escaped.length() || escaped.startsWith("~", i + 1)) {
                throw new IllegalArgumentException("Not an escaped name, or a shortened one: " + escaped);
            }
            name.append((char) HexFormat.fromHexDigits(escaped, from, to));
            i = to;
        }
        return name.toString();
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '@';
    }
}
