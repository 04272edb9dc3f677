package io.mailroom.smtp.receiving;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.InvalidProfileException;
import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.auth.OpenLine;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.wire.LineChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A fresh line on its way to a login: what is the same whatever the protocol. No secret is sent on a line that others can
 * read, and whatever is not as it should be closes the line.
 */
public final class LoginLine {
    private final MailboxAccount account;
    private final LineChannel line;
    private final String protocol;

    /** @param protocol as names of parameters have it, such as {@code POP3} */
    public LoginLine(MailboxAccount account, LineChannel line, String protocol) {
        this.account = Objects.requireNonNull(account, "account");
        this.line = Objects.requireNonNull(line, "line");
        this.protocol = Objects.requireNonNull(protocol, "protocol");
    }

    /** Starts TLS before the first byte, where the profile says so. */
    public void startImplicitTls() {
        if (account.security() == ConnectionSecurity.IMPLICIT_TLS) {
            startTls();
        }
    }

    /** Whether a command has to start TLS. */
    public boolean needsUpgrade() {
        return account.security() == ConnectionSecurity.UPGRADE_REQUIRED;
    }

    /** Starts TLS now: the server has agreed to it. */
    public void startTls() {
        line.startTls(account.tls().get());
    }

    /**
     * The error for a server that does not start TLS; to be thrown by the caller.
     *
     * @param verb that asked for it
     * @param reply what the server said, safe to print
     * @param implicitPort where it may have TLS from the first byte
     */
    public ConnectionLostException upgradeRefused(String verb, String reply, int implicitPort) {
        return unsafe(
                verb + " was refused with \"" + reply + "\", so nothing else was sent",
                "Set \"Enable SSL for " + protocol + "\" to True, with port " + implicitPort
                        + ", if the server offers implicit TLS only.");
    }

    /** The error for a line that cannot be trusted, which is closed; to be thrown by the caller. */
    public ConnectionLostException unsafe(String what, String advice) {
        line.close();
        return new ConnectionLostException(
                ErrorKind.TLS, account.profile(), account.endpoint().toString(), what, advice, null);
    }

    /** Goes no further on a line that others can read, unless the profile allows it. */
    public void refuseOpenLine() {
        if (!line.isPrivate() && !account.allowsInsecureAuthentication()) {
            line.close();
            throw OpenLine.refused(account.profile(), account.endpoint().toString(), protocol);
        }
    }

    /**
     * The password, for a command that holds account name and password as they are. The transcript does not show it.
     *
     * @throws InvalidProfileException when one of them cannot be sent on a line
     */
    public String password() {
        Credentials credentials = account.credentials();
        char[] characters = credentials.source().token().copyCharacters();
        String password = new String(characters);
        Arrays.fill(characters, '\0');
        line.transcript().secrets().hide(password);
        refuseLineBreaks(protocol + " Account Name", credentials.account());
        refuseLineBreaks(protocol + " Account Password", password);
        return password;
    }

    private void refuseLineBreaks(String parameter, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf(0) >= 0) {
            line.close();
            throw new InvalidProfileException(
                    account.profile(),
                    List.of("\"" + parameter + "\": holds a line break or NUL, which this server cannot be sent"));
        }
    }
}
