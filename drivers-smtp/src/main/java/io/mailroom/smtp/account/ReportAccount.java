package io.mailroom.smtp.account;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * The report mailer's account as it is stored. Port and SSL flag cannot be entered: they come with a synchronisation,
 * and stay when synchronising is switched off.
 *
 * @param account what is used
 * @param synchronised whether it follows the system's account
 * @param port the port of the last synchronisation, if it had one
 * @param ssl the SSL flag of the last synchronisation
 */
public record ReportAccount(MailAccount account, boolean synchronised, OptionalInt port, boolean ssl) {
    /** Nothing entered, nothing synchronised. */
    public static final ReportAccount EMPTY = new ReportAccount(MailAccount.EMPTY, false, OptionalInt.empty(), false);

    public ReportAccount {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(port, "port");
    }

    /** Somebody enters an account and sets the flag. Port and SSL flag stay as they are. */
    public ReportAccount entered(MailAccount entered, boolean synchronise) {
        return new ReportAccount(entered, synchronise, port, ssl);
    }

    /**
     * The system's account takes the place of what was entered, port and SSL flag included, provided that the flag is
     * set and the system's account is complete. The system's has no reply address; ours stays.
     */
    public ReportAccount following(SystemAccount system) {
        if (!synchronised || !system.isComplete()) {
            return this;
        }
        MailAccount taken =
                new MailAccount(system.host(), system.user(), system.password(), system.from(), account.replyTo());
        return new ReportAccount(taken, true, system.port(), system.ssl());
    }
}
