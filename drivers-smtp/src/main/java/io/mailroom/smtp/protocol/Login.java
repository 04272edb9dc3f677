package io.mailroom.smtp.protocol;

import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.profile.Secret;
import io.mailroom.wire.LineChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * AUTH (RFC 4954) by PLAIN (RFC 4616) or LOGIN. The password is copied out of its keeper for the moment of sending and
 * wiped behind it; the transcript shows a mask.
 */
final class Login {
    private static final String MASK = "***";
    private static final int GO_ON = 334;
    private static final int DONE = 235;
    private static final String ADVICE = "Check \"SMTP Account Name\" and \"SMTP Account Password\" in the profile; the"
            + " message is tried again later.";

    private final SmtpServer server;
    private final LineChannel channel;
    private final Extensions extensions;

    Login(SmtpServer server, LineChannel channel, Extensions extensions) {
        this.server = server;
        this.channel = channel;
        this.extensions = extensions;
    }

    /**
     * Logs in.
     *
     * @throws CommunicationsException when the server refuses, offers no mechanism of ours, or the line is not fit for
     *     a password
     */
    void run(Credentials credentials) {
        if (!channel.isEncrypted() && !server.endpoint().isLoopback() && !server.allowInsecureLogin()) {
            throw new ConnectionLostException(
                    ErrorKind.TLS,
                    server.profile(),
                    server.name(),
                    "the connection is not encrypted, so the password was not sent",
                    "Set \"Enable TLS for SMTP\" or \"Enable SSL for SMTP\" to True; or, if you must, \"Allow Insecure"
                            + " Authentication\".",
                    null);
        }
        Set<String> mechanisms = extensions.mechanisms();
        hide(credentials.password());
        if (mechanisms.contains("PLAIN")) {
            plain(credentials);
        } else if (mechanisms.contains("LOGIN")) {
            login(credentials);
        } else {
            throw new ConnectionLostException(
                    ErrorKind.AUTHENTICATION,
                    server.profile(),
                    server.name(),
                    mechanisms.isEmpty()
                            ? "the server offers no login on this connection"
                            : "the server offers no login that we know: "
                                    + channel.transcript().safe(String.join(" ", mechanisms)),
                    "Check the port and the TLS settings, or remove \"SMTP Account Name\" if this server needs none.",
                    null);
        }
    }

    private void plain(Credentials credentials) {
        byte[] account = credentials.account().getBytes(StandardCharsets.UTF_8);
        byte[] password = credentials.password().copyBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[account.length + password.length + 2];
        System.arraycopy(account, 0, message, 1, account.length);
        System.arraycopy(password, 0, message, account.length + 2, password.length);
        Arrays.fill(password, (byte) 0);
        sendSecret("AUTH PLAIN ", message);
        accept(SmtpConnection.read(channel, "AUTH", server.timeout()));
    }

    private void login(Credentials credentials) {
        channel.send("AUTH LOGIN");
        prompt();
        sendSecret("", credentials.account().getBytes(StandardCharsets.UTF_8));
        prompt();
        sendSecret("", credentials.password().copyBytes(StandardCharsets.UTF_8));
        accept(SmtpConnection.read(channel, "AUTH", server.timeout()));
    }

    /** Exactly two prompts are answered, whatever they say: the texts differ from server to server. */
    private void prompt() {
        SmtpReply reply = SmtpConnection.read(channel, "AUTH", server.timeout());
        if (reply.code() != GO_ON) {
            throw refused(reply);
        }
    }

    private void accept(SmtpReply reply) {
        if (reply.code() != DONE) {
            throw refused(reply);
        }
    }

    private CommunicationsException refused(SmtpReply reply) {
        return SmtpConnection.refused(ErrorKind.AUTHENTICATION, server, channel, "AUTH", reply, ADVICE);
    }

    private void sendSecret(String command, byte[] secret) {
        String line = command + Base64.getEncoder().encodeToString(secret);
        Arrays.fill(secret, (byte) 0);
        channel.sendSecret(line, command + MASK);
    }

    private void hide(Secret password) {
        char[] characters = password.copyCharacters();
        channel.transcript().secrets().hide(new String(characters));
        Arrays.fill(characters, '\0');
    }
}
