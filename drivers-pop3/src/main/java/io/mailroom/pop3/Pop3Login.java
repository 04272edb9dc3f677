package io.mailroom.pop3;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.InvalidProfileException;
import io.mailroom.pop3.Pop3Reply.Status;
import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.auth.Mechanism;
import io.mailroom.smtp.auth.OpenLine;
import io.mailroom.smtp.auth.SaslLogin;
import io.mailroom.smtp.receiving.MailboxAccount;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.wire.SecretFilter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * From the greeting to the TRANSACTION state. Nothing the server says before TLS is believed after it, and no secret
 * is sent on a line that others can read.
 */
final class Pop3Login {
    private final MailboxAccount account;
    private final Pop3Channel channel;

    Pop3Login(MailboxAccount account, Pop3Channel channel) {
        this.account = account;
        this.channel = channel;
    }

    /** Logs in. @return what the server can do from now on */
    Pop3Capabilities run() {
        if (account.security() == ConnectionSecurity.IMPLICIT_TLS) {
            channel.line().startTls(account.tls().get());
        }
        Pop3Reply greeting = channel.greeting();
        if (!greeting.isOk()) {
            throw channel.refused(greeting, "the connection", ErrorKind.REFUSED_FOR_NOW, "The next poll tries again.");
        }
        if (account.security() == ConnectionSecurity.UPGRADE_REQUIRED) {
            startTls();
        }
        refuseOpenLine();
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
            throw tls(
                    "STLS was refused with \"" + channel.safe(reply) + "\", so nothing else was sent",
                    "Set \"Enable SSL for POP3\" to True, with port 995, if the server offers implicit TLS only.");
        }
        channel.line().startTls(account.tls().get());
    }

    private void refuseOpenLine() {
        if (!channel.line().isPrivate() && !account.allowsInsecureAuthentication()) {
            channel.close();
            throw OpenLine.refused(account.profile(), account.endpoint().toString(), "POP3");
        }
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
        char[] characters = credentials.source().token().copyCharacters();
        String password = new String(characters);
        Arrays.fill(characters, '\0');
        channel.line().transcript().secrets().hide(password);
        refuseLineBreaks("POP3 Account Name", credentials.account());
        refuseLineBreaks("POP3 Account Password", password);
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

    private void refuseLineBreaks(String parameter, String value) {
        Predicate<String> breaks = text -> text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf(0) >= 0;
        if (breaks.test(value)) {
            channel.close();
            throw new InvalidProfileException(
                    account.profile(),
                    List.of("\"" + parameter + "\": holds a line break or NUL, which this server cannot be sent"));
        }
    }

    private ConnectionLostException tls(String what, String advice) {
        channel.close();
        return new ConnectionLostException(
                ErrorKind.TLS, account.profile(), account.endpoint().toString(), what, advice, null);
    }
}
