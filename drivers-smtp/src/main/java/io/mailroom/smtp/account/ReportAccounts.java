package io.mailroom.smtp.account;

import io.mailroom.smtp.account.AccountStore.Proof;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account of the report mailer through its life: entered by a person, overridden by the system's account while the
 * flag is set, and what is known of its server. Usable from any thread.
 */
public final class ReportAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(ReportAccounts.class);

    private final AccountStore store;
    private final SystemAccount.Source system;

    public ReportAccounts(AccountStore store, SystemAccount.Source system) {
        this.store = Objects.requireNonNull(store, "store");
        this.system = Objects.requireNonNull(system, "system");
    }

    /** What a person enters, and whether the system's account is to be followed. Port and SSL flag stay. */
    public synchronized void enter(MailAccount account, boolean synchronise) {
        store.store(store.account().entered(account, synchronise));
    }

    /** The account to send with now. With the flag set the system's account is read, and stored when it is complete. */
    public synchronized ReportAccount current() {
        ReportAccount stored = store.account();
        if (!stored.synchronised()) {
            LOG.debug(
                    "The report mailer uses its own account, host {}",
                    stored.account().host());
            return stored;
        }
        SystemAccount now = system.read();
        ReportAccount followed = stored.following(now);
        if (!now.isComplete()) {
            LOG.info(
                    "The system's mail account is not complete; the report mailer uses the stored one, host {}",
                    stored.account().host());
        } else if (!followed.equals(stored)) {
            LOG.info(
                    "The report mailer takes over the system's mail account, host {}",
                    followed.account().host());
            store.store(followed);
        }
        return followed;
    }

    /** What to try for this account, held to what its server has shown before. */
    public ConnectionPlan planFor(ReportAccount account) {
        ConnectionPlan plan = ConnectionPlan.of(account);
        return hasShownTls(account.account().host()) ? plan.neverInPlainText() : plan;
    }

    /** True when this server has spoken TLS with us before. */
    public boolean hasShownTls(String host) {
        return store.proofs().get(host.toLowerCase(Locale.ROOT)) == Proof.TLS;
    }

    /** The server has spoken TLS: from now on plain text to it is an error. */
    public void remember(String host) {
        if (!hasShownTls(host)) {
            LOG.info("{} speaks TLS; plain text to it is refused from now on", host);
            store.store(host, Proof.TLS);
        }
    }

    /** Somebody says that a server no longer speaks TLS and that this is all right. */
    public void forget(String host) {
        LOG.warn("What {} has shown of TLS is forgotten on request", host);
        store.store(host, Proof.NOTHING);
    }
}
