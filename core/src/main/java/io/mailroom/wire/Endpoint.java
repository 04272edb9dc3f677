package io.mailroom.wire;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A server as the profile names it. The host stays a name: certificates are checked against it, not against an address.
 *
 * @param host host name, IPv4 or IPv6 literal (without brackets)
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {
    private static final int HIGHEST_PORT = 65_535;

    public Endpoint {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("The host name is empty.");
        }
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("Port " + port + " is not between 1 and " + HIGHEST_PORT + ".");
        }
    }

    /** The host as DNS and certificates spell it: ASCII, lower case, without a final dot. */
    public String asciiHost() {
        return asciiHost(host);
    }

    static String asciiHost(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.indexOf(':') >= 0) {
            return name;
        }
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAName) {
            return name.toLowerCase(Locale.ROOT); // the resolver will say so in better words
        }
    }

    /** True for {@code localhost} and the loopback addresses, where what is sent does not leave the machine. */
    public boolean isLoopback() {
        String name = asciiHost();
        return name.equals("localhost") || Literals.isLoopback(name);
    }

    /**
     * True when one of two hosts is written as an address, and the other is a name for it. Asks DNS for the name; false when
     * DNS knows nothing, and for two names, which may share an address and yet be two servers.
     */
    public static boolean isNameOfAddress(String one, String other) {
        Optional<InetAddress> first = Literals.parse(one);
        Optional<InetAddress> second = Literals.parse(other);
        if (first.isPresent() == second.isPresent()) {
            return false;
        }
        try {
            return List.of(InetAddress.getAllByName(first.isPresent() ? other : one))
                    .contains(first.or(() -> second).orElseThrow());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** {@code host:port}, with brackets around an IPv6 literal. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
