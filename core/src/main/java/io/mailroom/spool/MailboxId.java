package io.mailroom.spool;

import java.util.Locale;
import java.util.Objects;

/**
 * One account's store on one server, as index files, locks and event ids know it.
 *
 * @param server host name, kept in lower case and without the dot of the root
 * @param account account name as the server knows it, case kept
 * @param folder what is taken from of several stores that the account has; empty for the one that every account has
 */
public record MailboxId(String server, String account, String folder) {
    public MailboxId {
        server = server.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(folder, "folder");
    }

    /** The store that every account has. */
    public MailboxId(String server, String account) {
        this(server, account, "");
    }

    /** The same account and store, on a server of another name. */
    public boolean isAccountOf(MailboxId other) {
        return account.equals(other.account) && folder.equals(other.folder) && !server.equals(other.server);
    }

    /** {@code A_B} of {@code Current_A_B.ids}: both escaped, so that no two mailboxes share a file. */
    public String fileName() {
        // NUL is in no account name, because no parameter takes it
        String store = folder.isEmpty() ? account : account + '\0' + folder;
        return SafeName.escape(server) + "_" + SafeName.escape(store);
    }

    /** For people: {@code account on server}. */
    @Override
    public String toString() {
        return (folder.isEmpty() ? "" : folder + " of ") + account + " on " + server;
    }
}
