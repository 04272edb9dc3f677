package io.mailroom.spi;

import java.util.Objects;

/**
 * A message as the server lists it.
 *
 * @param number how this session calls it, from 1 (POP3: its position; IMAP: its UID); means nothing in any other session
 *     and is never stored
 * @param uid the server's id (POP3 UIDL; IMAP {@code uidvalidity.uid}), at most 1,024 characters; empty when it gives none
 * @param sizeBytes what the server says the size is, a hint only; -1 when it does not say
 * @param markedDeleted true when somebody, we or another client, marked it deleted in an earlier session and nobody has
 *     removed it since. It is no new mail; only what our records know of it is removed
 */
public record MessageRef(long number, String uid, long sizeBytes, boolean markedDeleted) {
    public MessageRef {
        Objects.requireNonNull(uid, "uid");
    }

    /** A message that nobody marked. */
    public MessageRef(long number, String uid, long sizeBytes) {
        this(number, uid, sizeBytes, false);
    }
}
