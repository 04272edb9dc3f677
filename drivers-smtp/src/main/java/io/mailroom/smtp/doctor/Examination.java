package io.mailroom.smtp.doctor;

import io.mailroom.CommandRefusedException;
import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Finding;
import io.mailroom.wire.Endpoint;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Examines one server in two visits. The first ends in the TLS handshake, before any secret is sent: it takes down the
 * certificates, good or bad. The second is what a service does: everything is checked, and it logs in.
 */
public final class Examination {
    private final String protocol;
    private final Endpoint endpoint;
    private final ConnectionSecurity security;
    private final DriverContext context;
    /** Connects and logs in exactly as a service does, says what it learns, and lets go. */
    @FunctionalInterface
    public interface Visit {
        /**
         * @param watched in place of the service's own context
         * @param report what was learned, beyond what every protocol has
         * @throws CommunicationsException as a service would
         */
        void run(DriverContext watched, Report report);
    }

    /** @param protocol {@code POP3}, {@code IMAP} or {@code SMTP}, as in the names of parameters */
    public Examination(String protocol, Endpoint endpoint, ConnectionSecurity security, DriverContext context) {
        this.protocol = protocol;
        this.endpoint = endpoint;
        this.security = security;
        this.context = context;
    }

    /** What was found, in the order in which a connection comes about. Never throws for what a server does. */
    public List<Finding> run(Visit visit) {
        List<X509Certificate> chain = security == ConnectionSecurity.NONE ? List.of() : look(visit);
        WatchedContext watched = new WatchedContext(context, null);
        Report learned = new Report(server());
        CommunicationsException failure = null;
        try {
            visit.run(watched, learned);
        } catch (CommunicationsException failed) {
            failure = failed;
        }
        Report report = new Report(server());
        connection(report, watched, chain);
        report.add(learned);
        if (failure == null || !learned.findings().isEmpty()) { // a visit learns nothing before it is in
            watched.lastLogin().ifPresent(command -> report.good("login", "accepted, with " + command));
        }
        if (failure != null) {
            report.failed(checkOf(failure, watched, learned.step()), whatOf(failure), adviceOf(failure));
        }
        return report.findings();
    }

    private String server() {
        return protocol + " " + endpoint;
    }

    private List<X509Certificate> look(Visit visit) {
        CertificateLook look = new CertificateLook();
        try {
            visit.run(new WatchedContext(context, look), new Report(server()));
        } catch (CommunicationsException expected) {
            // the look ends the visit; what is wrong with the server shows in the next one
        }
        return look.chain();
    }

    private void connection(Report report, WatchedContext watched, List<X509Certificate> chain) {
        Instant now = context.clock().instant();
        watched.note("connected to ").ifPresent(where -> report.good("network", "connected to " + where));
        CertificateReport.write(report, chain, now);
        watched.note("TLS: ").ifPresent(session -> report.good("TLS", session + ", checked for " + endpoint.host()));
        if (security == ConnectionSecurity.NONE && !endpoint.isLoopback()) {
            report.warning(
                    "TLS",
                    "the profile asks for none: mail crosses the network readable by anybody",
                    "Set \"Enable TLS for " + protocol + "\" or \"Enable SSL for " + protocol + "\" to True.");
        }
        watched.firstReply().ifPresent(greeting -> {
            report.good("greeting", greeting);
            GreetingClock.write(report, greeting, now);
        });
    }

    private static String checkOf(CommunicationsException failure, WatchedContext watched, String step) {
        if (watched.note("connected to ").isEmpty()) {
            return String.valueOf(failure.getMessage()).contains("DNS") ? "DNS" : "network";
        }
        if (!step.isEmpty() && failure instanceof CommandRefusedException) {
            return step;
        }
        return switch (failure.kind()) {
            case TLS -> "TLS";
            case AUTHENTICATION, IN_USE -> "login";
            case INVALID_PROFILE -> "profile";
            default -> failure instanceof CommandRefusedException ? "answer" : "connection";
        };
    }

    private String whatOf(CommunicationsException failure) {
        String text = String.valueOf(failure.getMessage()).replaceFirst("^Profile [^:]*: ", "");
        text = text.replaceFirst("^" + java.util.regex.Pattern.quote(endpoint + "") + ":? ", "");
        String advice = adviceOf(failure);
        String what = advice.isEmpty() ? text : text.replace(advice, "");
        return what.strip().replaceFirst("\\.$", "");
    }

    private static String adviceOf(CommunicationsException failure) {
        if (failure instanceof ConnectionLostException lost) {
            return lost.advice();
        }
        if (failure instanceof CommandRefusedException refused) {
            return refused.advice();
        }
        return failure.kind() == ErrorKind.INVALID_PROFILE
                ? "Correct the profile; \"mailroom profile check\" lists its" + " problems."
                : "";
    }
}
