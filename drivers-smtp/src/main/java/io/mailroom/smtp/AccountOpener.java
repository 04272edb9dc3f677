package io.mailroom.smtp;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.smtp.account.ConnectionPlan;
import io.mailroom.smtp.account.ConnectionPlan.Security;
import io.mailroom.smtp.account.ConnectionPlan.Step;
import io.mailroom.smtp.account.ReportAccount;
import io.mailroom.smtp.account.ReportAccounts;
import io.mailroom.smtp.protocol.ConnectionOpener;
import io.mailroom.smtp.protocol.SmtpConnection;
import io.mailroom.smtp.protocol.SmtpServer;
import io.mailroom.smtp.protocol.TlsPolicy;
import io.mailroom.wire.Endpoint;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries the ports of an account's plan in order and takes the first that answers as the plan demands. A port that does
 * not answer, or not securely enough, leads to the next; once TLS has failed on one, no later one is used in plain text.
 * A server that answers and refuses ends the search: asking it elsewhere would change nothing.
 */
final class AccountOpener implements ConnectionOpener {
    /** Longest wait for one port while there is another to try. */
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(AccountOpener.class);

    private final ReportAccounts accounts;
    private final ReportAccount account;
    private final ConnectionOpener opener;

    AccountOpener(ReportAccounts accounts, ReportAccount account, ConnectionOpener opener) {
        this.accounts = accounts;
        this.account = account;
        this.opener = opener;
    }

    @Override
    public SmtpConnection open(SmtpServer server) {
        ConnectionPlan plan = accounts.planFor(account);
        CommunicationsException first = null;
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            boolean last = i == plan.steps().size() - 1;
            try {
                SmtpConnection connection = opener.open(serverFor(server, step, last));
                LOG.info("Sending through {} port {}: it answered, {}", host(), step.port(), words(connection));
                if (connection.security().equals("tls")) {
                    accounts.remember(host());
                }
                return connection;
            } catch (CommunicationsException failed) {
                LOG.info("Not through {} port {} ({}): {}", host(), step.port(), step.security(), failed.getMessage());
                if (first == null) {
                    first = failed;
                } else {
                    first.addSuppressed(failed);
                }
                if (failed.kind() != ErrorKind.NETWORK && failed.kind() != ErrorKind.TLS) {
                    throw failed;
                }
                if (failed.kind() == ErrorKind.TLS && !isWantOfTls(step, failed)) {
                    plan = plan.neverInPlainText();
                }
            }
        }
        throw java.util.Objects.requireNonNull(first, "a plan has a step");
    }

    /** True when there was no TLS to fail: plain text, and a password that may not cross it. */
    private static boolean isWantOfTls(Step step, CommunicationsException failed) {
        return step.security() == Security.STARTTLS_PREFERRED
                && String.valueOf(failed.getMessage()).contains("not encrypted");
    }

    private SmtpServer serverFor(SmtpServer base, Step step, boolean last) {
        TlsPolicy policy =
                switch (step.security()) {
                    case STARTTLS_PREFERRED -> TlsPolicy.PREFERRED;
                    case STARTTLS_REQUIRED -> TlsPolicy.REQUIRED;
                    case IMPLICIT_TLS -> TlsPolicy.IMPLICIT;
                };
        boolean shorten = !last && base.timeout().compareTo(LONGEST_PROBE) > 0;
        return new SmtpServer(
                base.profile(),
                new Endpoint(host(), step.port()),
                policy,
                base.setup(),
                base.login(),
                base.allowInsecureLogin(),
                base.mechanisms(),
                base.ehloName(),
                shorten ? LONGEST_PROBE : base.timeout());
    }

    private String host() {
        return account.account().host();
    }

    private static String words(SmtpConnection connection) {
        return connection.security().equals("tls") ? "encrypted" : "in plain text";
    }
}
