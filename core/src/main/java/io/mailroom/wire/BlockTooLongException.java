package io.mailroom.wire;

import java.io.IOException;

/** A block went past its limit. The rest is unread, so the connection is good for closing only. */
public final class BlockTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    BlockTooLongException(long limitBytes) {
        super("more than " + limitBytes + " bytes");
    }
}
