package io.mailroom.wire;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a certificate names a host (RFC 6125, RFC 9525): subject alternative names only, the common name never; a
 * wildcard stands for exactly one whole leftmost label; an address matches only an address entry.
 */
public final class HostNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int MOST_SHOWN = 8;

    private HostNames() {}

    /**
     * Refuses a certificate that does not name the host.
     *
     * @param host name or address, as the profile spells it
     * @throws UntrustedPeerException with the names that were found
     */
    public static void check(String host, X509Certificate certificate) throws UntrustedPeerException {
        if (!matches(Endpoint.asciiHost(host), certificate)) {
            List<String> names = namesIn(certificate);
            String found = names.isEmpty()
                    ? "no host name at all"
                    : String.join(", ", names.subList(0, Math.min(MOST_SHOWN, names.size())));
            throw new UntrustedPeerException(
                    "the server's certificate is for another host: it names " + Printable.shortLine(found) + ", not "
                            + Printable.shortLine(host),
                    "Use the name that the certificate carries as the server's name in the profile.");
        }
    }

    /**
     * Whether the certificate names this host.
     *
     * @param host as {@link Endpoint#asciiHost()} spells it
     */
    static boolean matches(String host, X509Certificate certificate) {
        Optional<java.net.InetAddress> address = Literals.parse(host);
        return address.isPresent()
                ? entries(certificate, IP_ADDRESS).stream()
                        .anyMatch(name -> Literals.parse(name).equals(address))
                : entries(certificate, DNS_NAME).stream().anyMatch(name -> matchesName(host, name));
    }

    /** Every host name and address in the certificate. */
    static List<String> namesIn(X509Certificate certificate) {
        List<String> names = new ArrayList<>(entries(certificate, DNS_NAME));
        names.addAll(entries(certificate, IP_ADDRESS));
        return names;
    }

    private static boolean matchesName(String host, String pattern) {
        String name = pattern.toLowerCase(Locale.ROOT);
        if (!name.startsWith("*.")) {
            return name.equals(host);
        }
        String parent = name.substring(1);
        int label = host.indexOf('.');
        return parent.indexOf('*') < 0
                && parent.indexOf('.', 1) > 0 // never "*.com"
                && label > 0
                && host.substring(label).equals(parent);
    }

    private static List<String> entries(X509Certificate certificate, int type) {
        Collection<List<?>> all;
        try {
            all = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException unreadable) {
            return List.of(); // a certificate whose names cannot be read names nobody
        }
        if (all == null) {
            return List.of();
        }
        return all.stream()
                .filter(entry -> entry.get(0) instanceof Integer number && number == type)
                .map(entry -> String.valueOf(entry.get(1)))
                .toList();
    }
}
