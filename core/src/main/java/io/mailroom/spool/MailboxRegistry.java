package io.mailroom.spool;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who receives from which mailbox in this process. A lock file alone does not tell, because the system's file locks are
 * the process's. Holds names only, and only while a {@link MailboxLock} is held.
 */
public final class MailboxRegistry {
    private static final MailboxRegistry PROCESS = new MailboxRegistry();

    private final Map<MailboxId, MailboxOwner> owners = new ConcurrentHashMap<>();

    /** A registry of its own, as another process would have. */
    public MailboxRegistry() {}

    /** The one that all of this process share. */
    public static MailboxRegistry ofProcess() {
        return PROCESS;
    }

    /** Takes the mailbox, or says who has it. */
    Optional<MailboxOwner> claim(MailboxId mailbox, MailboxOwner owner) {
        return Optional.ofNullable(owners.putIfAbsent(mailbox, owner));
    }

    /** The mailboxes in use that have the same account on a server of another name: perhaps the same one. */
    public List<MailboxId> sameAccount(MailboxId mailbox) {
        return owners.keySet().stream().filter(mailbox::isAccountOf).toList();
    }

    void release(MailboxId mailbox, MailboxOwner owner) {
        owners.remove(mailbox, owner);
    }
}
