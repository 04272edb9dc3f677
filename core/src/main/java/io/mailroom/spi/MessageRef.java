package io.mailroom.spi;

import java.util.Objects;

/**
 * A message as the server lists it.
 *
 * @param number position in this session, from 1; means nothing in any other session and is never stored
 * @param uid the server's id (POP3 UIDL; IMAP {@code uidvalidity.uid}), at most 1,024 characters; empty when it gives none
 * @param sizeBytes what the server says the size is, a hint only; -1 when it does not say
 */
public record MessageRef(long number, String uid, long sizeBytes) {
    public MessageRef {
        Objects.requireNonNull(uid, "uid");
    }
}
