package io.mailroom.spool;

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

    void release(MailboxId mailbox, MailboxOwner owner) {
        owners.remove(mailbox, owner);
    }
}
