package io.mailroom.smtp.protocol;

import io.mailroom.CommandRefusedException;
import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.auth.Mechanism;
import io.mailroom.smtp.auth.OpenLine;
import io.mailroom.smtp.auth.SaslCarrier;
import io.mailroom.smtp.auth.SaslLogin;
import io.mailroom.smtp.auth.SaslReply;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.LineChannel;
import io.mailroom.wire.SecretFilter;
import io.mailroom.wire.Transcript;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** AUTH (RFC 4954). */
final class Login implements SaslCarrier {
    /** RFC 5321 §4.5.3.1.4: longest command line, without its line end. */
    private static final int LONGEST_COMMAND = 510;

    private static final String COMMAND = "AUTH ";
    private static final int GO_ON = 334;
    private static final int DONE = 235;
    private static final int UNKNOWN_MECHANISM = 504;
    private static final String ADVICE =
            "Check \"SMTP Account Name\" and \"SMTP Account Password\" in the profile; trying"
                    + " again later may help.";
    private static final String TOKEN_ADVICE =
            "Check \"SMTP Account Name\", and where the access token comes from; trying" + " again later may help.";

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
            throw OpenLine.refused(server.profile(), server.name(), "SMTP");
        }
        Set<String> offered = extensions.mechanisms();
        List<Mechanism> usable = Mechanism.usable(offered, credentials, server.mechanisms());
        if (usable.isEmpty()) {
            throw error(
                    offered.isEmpty()
                            ? "the server offers no login on this connection"
                            : "the server offers no login that "
                                    + (credentials.isToken() ? "takes a token: " : "we may use: ")
                                    + channel.transcript().safe(String.join(" ", offered)),
                    "Check the port, the TLS settings and \"Login Mechanisms\", or remove \"SMTP Account Name\" if this"
                            + " server needs none.");
        }
        new SaslLogin(credentials, this).run(usable);
    }

    @Override
    public int mostInitialResponse(Mechanism mechanism) {
        return LONGEST_COMMAND - COMMAND.length() - mechanism.saslName().length() - 1;
    }

    @Override
    public SaslReply begin(Mechanism mechanism, @Nullable String initialResponse) {
        String command = COMMAND + mechanism.saslName();
        if (initialResponse == null) {
            channel.send(command);
        } else {
            channel.sendSecret(command + " " + initialResponse, command + " " + SecretFilter.MASK);
        }
        return reply();
    }

    @Override
    public SaslReply answer(String base64) {
        channel.sendSecret(base64, base64.isEmpty() ? "" : SecretFilter.MASK);
        return reply();
    }

    private SaslReply reply() {
        SmtpReply reply = SmtpConnection.read(channel, "AUTH", server.timeout());
        return switch (reply.code()) {
            case DONE -> SaslReply.done(reply.text());
            case GO_ON -> SaslReply.challenge(reply.lines().get(0));
            case UNKNOWN_MECHANISM -> SaslReply.unavailable(reply.text());
            default ->
                SaslReply.refused(
                        reply.isTransient() ? ErrorKind.REFUSED_FOR_NOW : ErrorKind.AUTHENTICATION, reply.text());
        };
    }

    @Override
    public Endpoint endpoint() {
        return server.endpoint();
    }

    @Override
    public Transcript transcript() {
        return channel.transcript();
    }

    @Override
    public CommunicationsException refused(Mechanism mechanism, SaslReply reply, String words) {
        return new CommandRefusedException(
                reply.kind(),
                server.profile(),
                server.name(),
                COMMAND + mechanism.saslName(),
                words,
                mechanism.isForTokens() ? TOKEN_ADVICE : ADVICE);
    }

    @Override
    public CommunicationsException broken(Mechanism mechanism, String what) {
        channel.close();
        return error(
                "during " + COMMAND + mechanism.saslName() + " the server " + what, "Trying again later may help.");
    }

    @Override
    public CommunicationsException unfit(Mechanism mechanism, String what) {
        return error(COMMAND + mechanism.saslName() + " is not possible: " + what, ADVICE);
    }

    private ConnectionLostException error(String what, String advice) {
        channel.transcript().note(what);
        return new ConnectionLostException(
                ErrorKind.AUTHENTICATION, server.profile(), server.name(), what, advice, null);
    }
}
