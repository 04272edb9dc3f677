package io.mailroom.smtp;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import java.util.Objects;

/** A message that must not be sent as it is. Thrown before anything has reached a server; nothing was sent. */
public final class InvalidMessageException extends CommunicationsException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field what cannot be used, such as {@code Subject} or {@code file name of attachment 2}
     * @param problem what is wrong with it and what would be right; never the value itself
     */
    public InvalidMessageException(String field, String problem) {
        super(ErrorKind.REFUSED, null, "The message cannot be sent: " + field + " " + problem + ".", null);
        this.field = Objects.requireNonNull(field, "field");
    }

    /** The field, part or address that cannot be used. */
    public String field() {
        return field;
    }
}
