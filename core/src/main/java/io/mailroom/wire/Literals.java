package io.mailroom.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses written as numbers. Never asks DNS. */
final class Literals {
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*(?:%[0-9A-Za-z_.-]+)?");

    private Literals() {}

    /** The address that {@code text} spells, or nothing when it is a name. */
    static Optional<InetAddress> parse(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text)); // a literal: no lookup takes place
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    static boolean isLoopback(String text) {
        return parse(text).map(InetAddress::isLoopbackAddress).orElse(false);
    }
}
