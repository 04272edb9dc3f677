package io.mailroom.pop3;

import io.mailroom.ErrorKind;
import io.mailroom.pop3.Pop3Reply.Status;
import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.auth.Mechanism;
import io.mailroom.smtp.auth.SaslLogin;
import io.mailroom.smtp.receiving.LoginLine;
import io.mailroom.smtp.receiving.MailboxAccount;
import io.mailroom.wire.SecretFilter;
import java.util.List;

/**
 * From the greeting to the TRANSACTION state. Nothing the server says before TLS is believed after it, and no secret
 * is sent on a line that others can read.
 */
final class Pop3Login {
    private final MailboxAccount account;
    private final Pop3Channel channel;
    private final LoginLine line;

    Pop3Login(MailboxAccount account, Pop3Channel channel) {
        this.account = account;
        this.channel = channel;
        this.line = new LoginLine(account, channel.line(), "POP3");
    }

    /** Logs in. @return what the server can do from now on */
    Pop3Capabilities run() {
        line.startImplicitTls();
        Pop3Reply greeting = channel.greeting();
        if (!greeting.isOk()) {
            throw channel.refused(greeting, "the connection", ErrorKind.REFUSED_FOR_NOW, "The next poll tries again.");
        }
        if (line.needsUpgrade()) {
            startTls();
        }
        line.refuseOpenLine();
        Pop3Capabilities capabilities = capabilities();
        if (capabilities.utf8()) {
            channel.ask("UTF8"); // RFC 6856: messages as they are; a server that refuses sends them as it used to
        }
        authenticate(capabilities);
        return capabilities;
    }

    /** STLS without asking CAPA first: an answer in plain text could be anybody's. RFC 2595 section 4. */
    private void startTls() {
        Pop3Reply reply = channel.ask("STLS");
        if (!reply.isOk()) {
            throw line.upgradeRefused("STLS", channel.safe(reply), Pop3Parameters.IMPLICIT_TLS_PORT);
        }
        line.startTls();
    }

    private Pop3Capabilities capabilities() {
        return channel.ask("CAPA").isOk()
                ? new Pop3Capabilities(channel.lines(Pop3Capabilities.MOST_LINES, "CAPA"))
                : Pop3Capabilities.NONE;
    }

    private void authenticate(Pop3Capabilities capabilities) {
        Credentials credentials = account.credentials();
        List<Mechanism> usable = Mechanism.usable(capabilities.mechanisms(), credentials, account.mechanisms());
        boolean onlyPrompts = usable.equals(List.of(Mechanism.LOGIN));
        Pop3Sasl sasl = new Pop3Sasl(account, channel);
        if (!usable.isEmpty() && !(onlyPrompts && mayUseUser(capabilities))) {
            new SaslLogin(credentials, sasl).run(usable);
        } else if (credentials.isToken() || !account.mechanisms().isEmpty()) {
            String offered = channel.line().transcript().safe(String.join(" ", capabilities.mechanisms()));
            throw sasl.error(
                    "the server offers no login that " + (credentials.isToken() ? "takes a token" : "we may use")
                            + (offered.isEmpty() ? "" : ": " + offered),
                    "Use a password, or check \"POP3 Server Port\", the TLS settings and \"Login Mechanisms\".");
        } else {
            userAndPass(credentials);
        }
    }

    private boolean mayUseUser(Pop3Capabilities capabilities) {
        return capabilities.user() && account.mechanisms().isEmpty();
    }

    private void userAndPass(Credentials credentials) {
        String password = line.password();
        accepted(channel.ask("USER " + credentials.account()), "USER");
        accepted(channel.askSecretly("PASS " + password, "PASS " + SecretFilter.MASK, "PASS"), "PASS");
    }

    private void accepted(Pop3Reply reply, String command) {
        if (reply.status() == Status.MORE) {
            throw channel.line().fail("the server keeps asking after " + command);
        }
        if (!reply.isOk()) {
            String advice = Pop3Sasl.advice(reply.kind(ErrorKind.AUTHENTICATION), Pop3Sasl.CHECK_ACCOUNT);
            throw channel.refused(reply, command, ErrorKind.AUTHENTICATION, advice);
        }
    }
}
