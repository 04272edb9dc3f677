package io.mailroom.imap;

import io.mailroom.ErrorKind;
import io.mailroom.imap.ImapReply.Status;
import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.auth.Mechanism;
import io.mailroom.smtp.auth.SaslLogin;
import io.mailroom.smtp.receiving.LoginLine;
import io.mailroom.smtp.receiving.MailboxAccount;
import io.mailroom.wire.SecretFilter;
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
    private final LoginLine line;

    ImapLogin(MailboxAccount account, ImapChannel channel) {
        this.account = account;
        this.channel = channel;
        this.line = new LoginLine(account, channel.line(), "IMAP");
    }

    /** Logs in. @return what the server can do from now on */
    ImapCapabilities run() {
        line.startImplicitTls();
        Optional<ImapCapabilities> announced = greeting();
        if (line.needsUpgrade()) {
            startTls();
            announced = Optional.empty();
        }
        line.refuseOpenLine();
        ImapCapabilities before = announced.orElseGet(this::askForCapabilities);
        ImapReply reply = authenticate(before);
        return ImapCapabilities.inCode(reply.code())
                .orElseGet(this::askForCapabilities)
                .withLoginsOf(before);
    }

    private Optional<ImapCapabilities> greeting() {
        IMAPResponse greeting = channel.greeting();
        if (greeting.keyEquals("PREAUTH")) {
            throw line.unsafe(
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
            throw line.upgradeRefused("STARTTLS", channel.safe(reply), ImapParameters.IMPLICIT_TLS_PORT);
        }
        line.startTls();
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
        String secret = line.password();
        String name = ImapChannel.quoted(credentials.account());
        channel.sendSecretly(
                "LOGIN " + name + " " + ImapChannel.quoted(secret), "LOGIN " + name + " " + SecretFilter.MASK);
        ImapReply reply = channel.reply("LOGIN", ImapChannel.Untagged.IGNORED);
        if (!reply.isOk()) {
            throw sasl.refusedLogin(reply);
        }
        return reply;
    }
}
