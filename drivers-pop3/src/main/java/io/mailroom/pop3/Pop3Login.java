package io.mailroom.pop3;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.InvalidProfileException;
import io.mailroom.pop3.Pop3Reply.Status;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.wire.SecretFilter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/**
 * From the greeting to the TRANSACTION state. Nothing the server says before TLS is believed after it, and no secret
 * is sent on a line that others can read.
 */
final class Pop3Login {
    /** Longest AUTH line with an initial response (RFC 5034 section 4), without its line end. */
    private static final int LONGEST_INITIAL_RESPONSE = 253;

    /** A server that still wants more after this many answers is not logging anybody in. */
    private static final int MOST_PROMPTS = 2;

    private static final String CHECK_ACCOUNT =
            "Check \"POP3 Account Name\" and \"POP3 Account Password\" in the profile.";

    private final Pop3Account account;
    private final Pop3Channel channel;

    Pop3Login(Pop3Account account, Pop3Channel channel) {
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
            throw tls(
                    "the connection is not encrypted, so the password was not sent",
                    "Set \"Enable TLS for POP3\" or \"Enable SSL for POP3\" to True. If the password may be read by"
                            + " others on the way, set \"Allow Insecure Authentication\" to True.");
        }
    }

    private Pop3Capabilities capabilities() {
        return channel.ask("CAPA").isOk()
                ? new Pop3Capabilities(channel.lines(Pop3Capabilities.MOST_LINES, "CAPA"))
                : Pop3Capabilities.NONE;
    }

    private void authenticate(Pop3Capabilities capabilities) {
        Pop3Credentials credentials = account.credentials().get();
        byte[] bytes = credentials.secret().copyBytes(StandardCharsets.UTF_8);
        String secret = new String(bytes, StandardCharsets.UTF_8);
        Arrays.fill(bytes, (byte) 0);
        channel.line().transcript().secrets().hide(secret);
        if (credentials.isToken()) {
            sasl("XOAUTH2", "user=" + credentials.account() + "\1auth=Bearer " + secret + "\1\1");
        } else if (capabilities.sasl("PLAIN")) {
            sasl("PLAIN", "\0" + credentials.account() + "\0" + secret);
        } else if (!capabilities.user() && capabilities.sasl("LOGIN")) {
            saslLogin(credentials.account(), secret);
        } else {
            userAndPass(credentials.account(), secret);
        }
    }

    private void userAndPass(String name, String password) {
        refuseLineBreaks("POP3 Account Name", name);
        refuseLineBreaks("POP3 Account Password", password);
        accepted(channel.ask("USER " + name), "USER");
        accepted(channel.askSecretly("PASS " + password, "PASS " + SecretFilter.MASK, "PASS"), "PASS");
    }

    /** One message of ours says it all; it goes with the command when it is short enough. */
    private void sasl(String mechanism, String message) {
        String command = "AUTH " + mechanism;
        String response = base64(message);
        Pop3Reply reply;
        if (command.length() + 1 + response.length() <= LONGEST_INITIAL_RESPONSE) {
            reply = channel.askSecretly(command + " " + response, command + " " + SecretFilter.MASK, "AUTH");
        } else {
            reply = channel.ask(command);
            if (reply.status() == Status.MORE) {
                reply = channel.askSecretly(response, SecretFilter.MASK, "AUTH");
            }
        }
        if (reply.status() == Status.MORE) {
            // XOAUTH2 explains a refusal in a challenge first; an empty answer brings the refusal itself.
            reply = channel.ask("");
        }
        accepted(reply, command);
    }

    private void saslLogin(String name, String password) {
        Pop3Reply reply = channel.ask("AUTH LOGIN");
        List<String> answers = List.of(base64(name), base64(password));
        for (int prompt = 0; reply.status() == Status.MORE && prompt < MOST_PROMPTS; prompt++) {
            reply = channel.askSecretly(answers.get(prompt), SecretFilter.MASK, "AUTH");
        }
        accepted(reply, "AUTH LOGIN");
    }

    private void accepted(Pop3Reply reply, String command) {
        if (reply.status() == Status.MORE) {
            throw channel.line().fail("the server keeps asking after " + command);
        }
        if (!reply.isOk()) {
            String advice = reply.kind(ErrorKind.AUTHENTICATION) == ErrorKind.AUTHENTICATION
                    ? CHECK_ACCOUNT
                    : "The next poll tries again.";
            throw channel.refused(reply, command, ErrorKind.AUTHENTICATION, advice);
        }
    }

    private String base64(String message) {
        String encoded = Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
        channel.line().transcript().secrets().hide(encoded);
        return encoded;
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
