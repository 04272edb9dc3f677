package io.mailroom.imap;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.InvalidProfileException;
import io.mailroom.imap.ImapReply.Status;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.wire.SecretFilter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/**
 * From the greeting to the authenticated state. Nothing the server says before TLS is believed after it, no secret is
 * sent on a line that others can read, and no referral is followed.
 */
final class ImapLogin {
    /** A server that still wants more after this many answers is not logging anybody in. */
    private static final int MOST_PROMPTS = 2;

    private static final String CHECK_ACCOUNT =
            "Check \"IMAP Account Name\" and \"IMAP Account Password\" in the profile.";
    private static final String LATER = "The next poll tries again.";

    private final ImapAccount account;
    private final ImapChannel channel;

    ImapLogin(ImapAccount account, ImapChannel channel) {
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
        ImapReply reply = authenticate(announced.orElseGet(this::askForCapabilities));
        return ImapCapabilities.inCode(reply.code()).orElseGet(this::askForCapabilities);
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
            ImapReply bye = new ImapReply(Status.NO, ImapReply.codeIn(text), "BYE " + text);
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
            throw tls(
                    "the connection is not encrypted, so the password was not sent",
                    "Set \"Enable TLS for IMAP\" or \"Enable SSL for IMAP\" to True. If the password may be read by"
                            + " others on the way, set \"Allow Insecure Authentication\" to True.");
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
        byte[] bytes = account.password().get().copyBytes(StandardCharsets.UTF_8);
        String secret = new String(bytes, StandardCharsets.UTF_8);
        Arrays.fill(bytes, (byte) 0);
        channel.line().transcript().secrets().hide(secret);
        if (capabilities.sasl("PLAIN")) {
            return sasl("PLAIN", capabilities, List.of("\0" + account.name() + "\0" + secret));
        }
        if (capabilities.login()) {
            return login(secret);
        }
        if (capabilities.sasl("LOGIN")) {
            return sasl("LOGIN", ImapCapabilities.NONE, List.of(account.name(), secret));
        }
        throw tls(
                "the server offers no way to log in that we know",
                "Ask whoever runs the server to allow AUTH=PLAIN or LOGIN on encrypted connections.");
    }

    private ImapReply login(String secret) {
        refuseLineBreaks("IMAP Account Name", account.name());
        refuseLineBreaks("IMAP Account Password", secret);
        String name = ImapChannel.quoted(account.name());
        channel.sendSecretly(
                "LOGIN " + name + " " + ImapChannel.quoted(secret), "LOGIN " + name + " " + SecretFilter.MASK);
        return accepted(channel.reply("LOGIN", ImapChannel.Untagged.IGNORED), "LOGIN");
    }

    /** @param answers one for each prompt; the first goes with the command where the server takes it */
    private ImapReply sasl(String mechanism, ImapCapabilities capabilities, List<String> answers) {
        String command = "AUTHENTICATE " + mechanism;
        int answered = 0;
        if (capabilities.initialResponse()) {
            channel.sendSecretly(command + " " + base64(answers.get(answered++)), command + " " + SecretFilter.MASK);
        } else {
            channel.send(command);
        }
        ImapReply reply = channel.replyOrMore("AUTHENTICATE");
        for (int prompt = 0; reply.status() == Status.MORE && prompt < MOST_PROMPTS; prompt++) {
            // an answer that we do not have: an empty one brings the refusal
            String answer = answered < answers.size() ? base64(answers.get(answered++)) : "";
            channel.sendMore(answer, SecretFilter.MASK);
            reply = channel.replyOrMore("AUTHENTICATE");
        }
        return accepted(reply, command);
    }

    private ImapReply accepted(ImapReply reply, String command) {
        if (reply.status() == Status.MORE) {
            throw channel.line().fail("the server keeps asking after " + command);
        }
        if (!reply.isOk()) {
            String advice =
                    switch (reply.codeName()) {
                        case "REFERRAL" ->
                            "Referrals are not followed: if the server it names is the right one, put that into the"
                                    + " profile.";
                        default ->
                            reply.kind(ErrorKind.AUTHENTICATION) == ErrorKind.AUTHENTICATION ? CHECK_ACCOUNT : LATER;
                    };
            throw channel.refused(reply, command, ErrorKind.AUTHENTICATION, advice);
        }
        return reply;
    }

    private String base64(String message) {
        String encoded = Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
        channel.line().transcript().secrets().hide(encoded);
        return encoded;
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
