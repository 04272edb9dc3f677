package io.mailroom.internal.queue;

import java.io.IOException;

/** An event file that is not what was written. */
public final class DamagedEventException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedEventException(String what) {
        super(what);
    }
}
