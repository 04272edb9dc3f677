package io.mailroom.smtp.account;

import io.mailroom.profile.Secret;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The system's own account for forwarding mail, as it is set up centrally.
 *
 * @param host the server
 * @param port its port, when somebody has set one
 * @param ssl whether TLS from the first byte is demanded
 * @param user account there
 * @param password its password
 * @param from the author
 */
public record SystemAccount(String host, OptionalInt port, boolean ssl, String user, Secret password, String from) {
    public SystemAccount {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(port, "port");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(from, "from");
    }

    /** True when no field is empty; the port need not be set. */
    public boolean isComplete() {
        return !host.isBlank() && !user.isBlank() && !from.isBlank() && password.copyCharacters().length > 0;
    }

    /** Where it comes from. */
    @FunctionalInterface
    public interface Source {
        /** The account as it is now. */
        SystemAccount read();
    }

    @Override
    public String toString() {
        return "SystemAccount[" + host + "]";
    }
}
