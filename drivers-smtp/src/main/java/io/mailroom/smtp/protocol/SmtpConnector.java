package io.mailroom.smtp.protocol;

import io.mailroom.CommandRefusedException;
import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.wire.Connector;
import io.mailroom.wire.LineChannel;
import io.mailroom.wire.Transcript;
import io.mailroom.wire.WireLimits;
import java.util.function.Supplier;

/**
 * Opens connections: connect, greeting, EHLO, TLS as the policy demands, EHLO again, login. Not a byte of a password
 * leaves before that, and nothing that was said before TLS is believed after it.
 */
public final class SmtpConnector implements ConnectionOpener {
    private static final int READY = 220;
    private static final String ADVICE =
            "Check \"SMTP Server\", \"SMTP Server Port\" and the network; trying again later may help.";
    private static final String NO_TLS_ADVICE =
            "Ask for another port, or set \"Enable TLS for SMTP\" to False if plain text will do. Nothing was sent.";

    private final Connector connector;
    private final Supplier<Transcript> transcripts;

    /**
     * @param connector the way to the network
     * @param transcripts a new one for each connection
     */
    public SmtpConnector(Connector connector, Supplier<Transcript> transcripts) {
        this.connector = connector;
        this.transcripts = transcripts;
    }

    @Override
    public SmtpConnection open(SmtpServer server) {
        LineChannel channel = LineChannel.connect(
                connector,
                server.profile(),
                server.endpoint(),
                WireLimits.forTimeout(server.timeout()),
                transcripts.get(),
                ADVICE);
        boolean opened = false;
        try {
            SmtpConnection connection = open(server, channel);
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private static SmtpConnection open(SmtpServer server, LineChannel channel) {
        if (server.tls() == TlsPolicy.IMPLICIT) {
            channel.startTls(server.setup().get());
        }
        SmtpReply greeting = SmtpConnection.read(channel, "the greeting", server.timeout());
        if (greeting.code() != READY) {
            throw SmtpConnection.refused(server, channel, "the connection", greeting, ADVICE);
        }
        Extensions extensions = hello(server, channel);
        if (server.tls() == TlsPolicy.REQUIRED || server.tls() == TlsPolicy.PREFERRED) {
            extensions = upgrade(server, channel, extensions);
        }
        if (server.credentials().isPresent()) {
            new Login(server, channel, extensions).run(server.credentials().get());
        }
        return new SmtpConnection(server, channel, extensions, channel.isEncrypted() ? "tls" : "none");
    }

    private static Extensions hello(SmtpServer server, LineChannel channel) {
        String name = server.ehloName().get();
        channel.send("EHLO " + name);
        SmtpReply reply = SmtpConnection.read(channel, "EHLO", server.timeout());
        if (reply.isPositive()) {
            return Extensions.of(reply.lines());
        }
        if (!reply.isPermanent()) {
            throw SmtpConnection.refused(server, channel, "EHLO", reply, ADVICE);
        }
        channel.send("HELO " + name); // RFC 5321 §3.2: servers of before 1995
        SmtpReply old = SmtpConnection.read(channel, "HELO", server.timeout());
        if (!old.isPositive()) {
            throw SmtpConnection.refused(server, channel, "HELO", old, ADVICE);
        }
        return Extensions.NONE;
    }

    private static Extensions upgrade(SmtpServer server, LineChannel channel, Extensions before) {
        boolean required = server.tls() == TlsPolicy.REQUIRED;
        if (!before.offers("STARTTLS")) {
            if (required) {
                throw noTls(server, channel, "does not offer STARTTLS");
            }
            channel.transcript().note("no STARTTLS offered: going on in plain text");
            return before;
        }
        channel.send("STARTTLS");
        SmtpReply reply = SmtpConnection.read(channel, "STARTTLS", server.timeout());
        if (reply.code() == READY) {
            channel.startTls(server.setup().get());
            return hello(server, channel);
        }
        if (required || !reply.isPermanent()) {
            throw noTls(
                    server,
                    channel,
                    "refused STARTTLS with \"" + channel.transcript().safe(reply.text()) + "\"");
        }
        channel.transcript().note("STARTTLS refused: going on in plain text");
        return before;
    }

    private static ConnectionLostException noTls(SmtpServer server, LineChannel channel, String what) {
        channel.transcript().note(what);
        return new ConnectionLostException(ErrorKind.TLS, server.profile(), server.name(), what, NO_TLS_ADVICE, null);
    }

    /** True when the server said that it has too many connections, or is about to go: 421 in place of a greeting. */
    public static boolean isTurnedAway(CommunicationsException failure) {
        return failure instanceof CommandRefusedException refused
                && refused.reply().startsWith("421");
    }
}
