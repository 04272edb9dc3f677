package io.mailroom;

import java.util.Objects;

/** Somebody else already receives from the mailbox; two receivers would lose or repeat mail. Names the first one. */
public final class MailboxInUseException extends CommunicationsException {
    private static final long serialVersionUID = 1L;

    private final String owner;

    /**
     * @param profile the profile that was refused
     * @param mailbox server and account
     * @param owner who has it: profile, process, host, directory and since when, as far as known
     */
    public MailboxInUseException(String profile, String mailbox, String owner) {
        super(
                ErrorKind.IN_USE,
                profile,
                "Profile " + profile + ": " + mailbox + " is already received by " + owner
                        + ". Stop one of the two, or take the mailbox out of one profile.",
                null);
        this.owner = Objects.requireNonNull(owner, "owner");
    }

    /** Who has the mailbox: profile, process, host, directory and since when, as far as known. */
    public String owner() {
        return owner;
    }
}
