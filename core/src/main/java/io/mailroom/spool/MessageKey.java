package io.mailroom.spool;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * What makes a message this message: where it was, what the server called it, and what is in it.
 *
 * @param mailbox where it was
 * @param uid what the server called it: the UIDL, or for IMAP {@code uidvalidity.uid}; empty
 *     when the server names nothing
 * @param digest of its bytes
 * @param occurrence 0; counts up only for further messages of one listing with the same uid and the same bytes
 */
public record MessageKey(MailboxId mailbox, String uid, ContentDigest digest, int occurrence) {
    public MessageKey {
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(digest, "digest");
        if (occurrence < 0) {
            throw new IllegalArgumentException("occurrence is negative: " + occurrence);
        }
    }

    /** The first message with this uid and these bytes. */
    public MessageKey(MailboxId mailbox, String uid, ContentDigest digest) {
        this(mailbox, uid, digest, 0);
    }

    /**
     * The stable id of the message's event: SHA-256 over server, account, folder if any, uid and digest in 64 hexadecimal digits. The same
     * after every re-fetch. Each part is preceded by its length, so no two keys run together.
     */
    public String eventId() {
        MessageDigest sha256 = ContentDigest.newSha256();
        add(sha256, mailbox.server());
        add(sha256, mailbox.account());
        if (!mailbox.folder().isEmpty()) {
            add(sha256, mailbox.folder());
        }
        add(sha256, uid);
        sha256.update(digest.bytes());
        if (occurrence > 0) {
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, occurrence));
        }
        return ContentDigest.finish(sha256).hex();
    }

    private static void add(MessageDigest sha256, String part) {
        // char by char, because a charset would make one of all lone surrogates
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + part.length() * Character.BYTES);
        bytes.putInt(part.length());
        part.chars().forEach(c -> bytes.putChar((char) c));
        sha256.update(bytes.flip());
    }
}
