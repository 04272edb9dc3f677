package io.mailroom.smtp;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;

/** Another service, in this process or another one, has the outbox of the profile. */
public final class OutboxInUseException extends CommunicationsException {
    private static final long serialVersionUID = 1L;

    OutboxInUseException(String profile, String directory) {
        super(
                ErrorKind.IN_USE,
                profile,
                "Profile " + profile + ": another service has its outbox in " + directory
                        + ". Close that one first, or set another \"Sent Email Directory\".",
                null);
    }
}
