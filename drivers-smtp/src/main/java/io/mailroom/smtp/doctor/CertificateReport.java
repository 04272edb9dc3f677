package io.mailroom.smtp.doctor;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a chain of certificates says of itself. Whether it is trusted is for the real connection to find out. */
final class CertificateReport {
    private static final long FEW_DAYS = 14;
    private static final int MOST_NAMES = 8;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final String RENEW = "Renew the certificate of the server.";

    private CertificateReport() {}

    static void write(Report report, List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty()) {
            return; // it did not come to that
        }
        X509Certificate leaf = chain.get(0);
        report.good(
                "certificate",
                "for " + names(leaf) + "; issued by "
                        + leaf.getIssuerX500Principal().getName() + "; " + chain.size()
                        + (chain.size() == 1 ? " certificate" : " certificates") + " in the chain");
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        long days = Duration.between(now, until).toDays();
        if (now.isAfter(until)) {
            report.failed("days left", "none: the certificate expired on " + DAY.format(until), RENEW);
        } else if (now.isBefore(from)) {
            report.failed(
                    "days left",
                    "the certificate is not valid before " + DAY.format(from),
                    "If that day has passed, set this machine's clock.");
        } else if (days < FEW_DAYS) {
            report.warning("days left", days + ", until " + DAY.format(until), RENEW);
        } else {
            report.good("days left", days + ", until " + DAY.format(until));
        }
    }

    private static String names(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null
                    ? "no host"
                    : names.stream()
                            .limit(MOST_NAMES)
                            .map(name -> String.valueOf(name.get(1)))
                            .collect(Collectors.joining(", "));
        } catch (CertificateParsingException malformed) {
            return "hosts that cannot be read";
        }
    }
}
