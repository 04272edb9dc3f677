package io.mailroom.spool;

import java.util.Locale;
import java.util.Objects;

/**
 * One account's store on one server, as index files, locks and event ids know it.
 *
 * @param server host name, kept in lower case
 * @param account account name as the server knows it, case kept
 */
public record MailboxId(String server, String account) {
    public MailboxId {
        server = server.toLowerCase(Locale.ROOT);
        Objects.requireNonNull(account, "account");
    }

    /** {@code A_B} of {@code Current_A_B.ids}: both escaped, so that no two mailboxes share a file. */
    public String fileName() {
        return SafeName.escape(server) + "_" + SafeName.escape(account);
    }
}
