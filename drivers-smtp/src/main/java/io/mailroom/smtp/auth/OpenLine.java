package io.mailroom.smtp.auth;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;

/** The error for a login that would cross the network unencrypted (contract section 2, Allow Insecure Authentication). */
public final class OpenLine {
    private OpenLine() {}

    /**
     * The error; to be thrown instead of logging in, whatever the mechanism.
     *
     * @param server {@code host:port}
     * @param protocol {@code POP3}, {@code IMAP} or {@code SMTP}, as in the names of parameters
     */
    public static ConnectionLostException refused(String profile, String server, String protocol) {
        return new ConnectionLostException(
                ErrorKind.TLS,
                profile,
                server,
                "the connection is not encrypted, so the password was not sent",
                "Set \"Enable TLS for " + protocol + "\" or \"Enable SSL for " + protocol
                        + "\" to True. If the password"
                        + " may be read by others on the way, set \"Allow Insecure Authentication\" to True.",
                null);
    }
}
