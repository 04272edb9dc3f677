package io.mailroom.smtp.account;

import io.mailroom.profile.Secret;
import java.util.Objects;

/**
 * What a person enters for the report mailer. Any field may be empty while it follows the system's account.
 *
 * @param host the server
 * @param user account there; empty for none
 * @param password its password
 * @param from the author of the reports
 * @param replyTo where answers go; empty for the author
 */
public record MailAccount(String host, String user, Secret password, String from, String replyTo) {
    /** Nothing entered. */
    public static final MailAccount EMPTY = new MailAccount("", "", Secret.of(""), "", "");

    public MailAccount {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(replyTo, "replyTo");
    }

    /** The host alone. */
    @Override
    public String toString() {
        return "MailAccount[" + host + "]";
    }
}
