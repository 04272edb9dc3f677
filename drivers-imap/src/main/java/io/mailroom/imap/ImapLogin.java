package io.mailroom.imap;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.InvalidProfileException;
import io.mailroom.imap.ImapReply.Status;
import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.auth.Mechanism;
import io.mailroom.smtp.auth.OpenLine;
import io.mailroom.smtp.auth.SaslLogin;
import io.mailroom.smtp.receiving.MailboxAccount;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.wire.SecretFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/**
 * From the greeting to the authenticated state. Nothing the server says before TLS is believed after it, no secret is
 * sent on a line that others can read, and no referral is followed.
 */
final class ImapLogin {
    private static final String LATER = "The next poll tries again.";

    private final MailboxAccount account;
    private final ImapChannel channel;

    ImapLogin(MailboxAccount account, ImapChannel channel) {
        this.account = account;
        this.channel = channel;
    }

    /** Logs in. @return what the server can do from now on */
    ImapCapabilities run() {
        if (account.security() == ConnectionSecurity.IMPLICIT_TLS) {
            channel.line().startTls(account.tls().get());
        }
        Optional<ImapCapabilities> announced = greeting();
        if (account.security() == ConnectionSecurity.UPGRADE_REQUIRED) {
            startTls();
            announced = Optional.empty();
        }
        refuseOpenLine();
        ImapCapabilities before = announced.orElseGet(this::askForCapabilities);
        ImapReply reply = authenticate(before);
        return ImapCapabilities.inCode(reply.code())
                .orElseGet(this::askForCapabilities)
                .withLoginsOf(before);
    }

    private Optional<ImapCapabilities> greeting() {
        IMAPResponse greeting = channel.greeting();
        if (greeting.keyEquals("PREAUTH")) {
            throw tls(
                    "the server says that we are logged in already (PREAUTH), which nobody can check",
                    "Somebody may be tampering with the connection; no password was sent. Ask whoever runs the server"
                            + " to switch preauthentication off.");
        }
        if (!greeting.isUnTagged() || !(greeting.isOK() || greeting.isBYE())) {
            throw channel.line()
                    .fail("the greeting is none of IMAP: \""
                            + channel.line().transcript().safe(greeting.toString()) + "\"");
        }
        String text = greeting.getRest();
        if (greeting.isBYE()) {
            ImapReply bye = new ImapReply("", Status.NO, ImapReply.codeIn(text), "BYE " + text);
            throw channel.refused(bye, "the connection", ErrorKind.REFUSED_FOR_NOW, LATER);
        }
        return ImapCapabilities.inCode(ImapReply.codeIn(text));
    }

    /** STARTTLS without asking for capabilities first: an answer in plain text could be anybody's. */
    private void startTls() {
        ImapReply reply = channel.ask("STARTTLS", "STARTTLS");
        if (!reply.isOk()) {
            throw tls(
                    "STARTTLS was refused with \"" + channel.safe(reply) + "\", so nothing else was sent",
                    "Set \"Enable SSL for IMAP\" to True, with port 993, if the server offers implicit TLS only.");
        }
        channel.line().startTls(account.tls().get());
    }

    private void refuseOpenLine() {
        if (!channel.line().isPrivate() && !account.allowsInsecureAuthentication()) {
            channel.close();
            throw OpenLine.refused(account.profile(), account.endpoint().toString(), "IMAP");
        }
    }

    private ImapCapabilities askForCapabilities() {
        StringBuilder list = new StringBuilder();
        channel.ask("CAPABILITY", "CAPABILITY", response -> {
            if (response.keyEquals("CAPABILITY")) {
                list.append(' ').append(response.getRest());
            }
        });
        return new ImapCapabilities(list.toString());
    }

    private ImapReply authenticate(ImapCapabilities capabilities) {
        Credentials credentials = account.credentials();
        List<Mechanism> usable = Mechanism.usable(capabilities.mechanisms(), credentials, account.mechanisms());
        boolean mayLogin = capabilities.login() && account.mechanisms().isEmpty() && !credentials.isToken();
        ImapSasl sasl = new ImapSasl(account, channel, capabilities.initialResponse());
        if (!usable.isEmpty() && !(mayLogin && usable.equals(List.of(Mechanism.LOGIN)))) {
            new SaslLogin(credentials, sasl).run(usable);
            return sasl.last();
        }
        if (mayLogin) {
            return login(credentials, sasl);
        }
        String offered = channel.line().transcript().safe(String.join(" ", capabilities.mechanisms()));
        throw sasl.error(
                "the server offers no login that " + (credentials.isToken() ? "takes a token" : "we may use")
                        + (offered.isEmpty() ? "" : ": " + offered),
                "Check \"IMAP Server Port\", the TLS settings and \"Login Mechanisms\" in the profile.");
    }

    private ImapReply login(Credentials credentials, ImapSasl sasl) {
        char[] characters = credentials.source().token().copyCharacters();
        String secret = new String(characters);
        Arrays.fill(characters, '\0');
        channel.line().transcript().secrets().hide(secret);
        refuseLineBreaks("IMAP Account Name", credentials.account());
        refuseLineBreaks("IMAP Account Password", secret);
        String name = ImapChannel.quoted(credentials.account());
        channel.sendSecretly(
                "LOGIN " + name + " " + ImapChannel.quoted(secret), "LOGIN " + name + " " + SecretFilter.MASK);
        ImapReply reply = channel.reply("LOGIN", ImapChannel.Untagged.IGNORED);
        if (!reply.isOk()) {
            throw sasl.refusedLogin(reply);
        }
        return reply;
    }

    private void refuseLineBreaks(String parameter, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf(0) >= 0) {
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
