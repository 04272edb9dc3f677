package io.mailroom.imap;

import java.util.Objects;
import java.util.Optional;

/**
 * What a session is for.
 *
 * @param folder that messages are taken from
 * @param processedFolder where they go on the server; empty when they are deleted
 * @param leavesMessages nothing on the server changes, so the folder is opened for reading only
 */
record ImapPlan(String folder, Optional<String> processedFolder, boolean leavesMessages) {
    /** The folder that every account has (RFC 9051 section 5.1); its name is the only one that knows no case. */
    private static final String INBOX = "INBOX";

    ImapPlan {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(processedFolder, "processedFolder");
    }

    boolean takesFromInbox() {
        return folder.equalsIgnoreCase(INBOX);
    }
}
