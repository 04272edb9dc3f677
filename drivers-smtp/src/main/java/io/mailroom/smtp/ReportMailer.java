package io.mailroom.smtp;

import io.mailroom.mime.MailAddress;
import io.mailroom.smtp.account.MailAccount;
import io.mailroom.smtp.account.ReportAccount;
import io.mailroom.smtp.account.ReportAccounts;
import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.compose.AddressCheck;
import io.mailroom.smtp.compose.ComposeOptions;
import io.mailroom.smtp.compose.MessageComposer;
import io.mailroom.smtp.protocol.Relay;
import io.mailroom.smtp.protocol.ServerLine;
import io.mailroom.smtp.protocol.SmtpConnector;
import io.mailroom.smtp.protocol.SmtpServer;
import io.mailroom.smtp.protocol.TlsPolicy;
import io.mailroom.wire.Connector;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.SocketConnector;
import io.mailroom.wire.TlsSetup;
import io.mailroom.wire.Transcript;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends reports with an account that has no port and no TLS setting of its own (contract section 9): it finds a port,
 * encrypts where it can, holds a server to what it has shown before, and follows the system's account when told to. The
 * log names each step and the reason for it. Usable from any thread.
 */
public final class ReportMailer implements AutoCloseable {
    private static final String NAME = "report mailer";
    private static final long MOST_BYTES = 50L * 1024 * 1024;

    private final ReportAccounts accounts;
    private final Options options;
    private @Nullable ReportAccount inUse;
    private @Nullable SmtpSender sender;

    /**
     * What the host decides.
     *
     * @param tls trust; asked when TLS is spoken
     * @param allowInsecureAuthentication whether a password may cross an unencrypted connection
     * @param timeout longest wait for one answer
     * @param connector the way to the network
     * @param transcripts a new one for each connection
     * @param clock for the Date field, and for how long a server is left alone after a failure
     */
    public record Options(
            Supplier<TlsSetup> tls,
            boolean allowInsecureAuthentication,
            Duration timeout,
            Connector connector,
            Supplier<Transcript> transcripts,
            Clock clock) {
        /** The authorities Java trusts, no password in plain text, a minute for each answer. */
        public static Options standard() {
            return new Options(
                    Options::systemTrust,
                    false,
                    Duration.ofMinutes(1),
                    new SocketConnector(),
                    Transcript::off,
                    Clock.system(ZoneId.systemDefault()));
        }

        private static TlsSetup systemTrust() {
            try {
                return new TlsSetup(SSLContext.getDefault(), true);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("This Java has no TLS", impossible);
            }
        }
    }

    public ReportMailer(ReportAccounts accounts, Options options) {
        this.accounts = accounts;
        this.options = options;
    }

    /**
     * Sends a message with the account as it is now; with the flag set, the system's account is read first. When the
     * message names no author the account's is.
     *
     * @throws InvalidMessageException when the message, or the account's own address, cannot be used
     */
    public SendResult send(OutboundMessage message) {
        return senderFor(accounts.current()).send(message);
    }

    private synchronized SmtpSender senderFor(ReportAccount account) {
        SmtpSender open = sender;
        if (open == null || !account.equals(inUse)) {
            if (open != null) {
                open.close();
            }
            open = open(account);
            sender = open;
            inUse = account;
        }
        return open;
    }

    private SmtpSender open(ReportAccount stored) {
        MailAccount account = stored.account();
        if (account.host().isBlank()) {
            throw new InvalidMessageException("the report mailer's account", "has no host");
        }
        MailAddress from = AddressCheck.parse("From of the report mailer's account", account.from());
        List<MailAddress> replyTo = account.replyTo().isBlank()
                ? List.of()
                : List.of(AddressCheck.parse("Reply-To of the report mailer's account", account.replyTo()));
        ComposeOptions compose =
                new ComposeOptions(from, replyTo, StandardCharsets.UTF_8, null, MOST_BYTES, options.clock());
        int firstPort = accounts.planFor(stored).steps().get(0).port();
        SmtpServer server = new SmtpServer(
                NAME,
                new Endpoint(account.host(), firstPort),
                TlsPolicy.REQUIRED, // each step of the plan has its own
                options.tls(),
                account.user().isBlank() ? null : Credentials.password(account.user(), account.password()),
                options.allowInsecureAuthentication(),
                List.of(),
                EhloName.ofThisMachine(),
                options.timeout());
        AccountOpener opener =
                new AccountOpener(accounts, stored, new SmtpConnector(options.connector(), options.transcripts()));
        Relay relay = new Relay(new ServerLine(server, opener, 1, options.clock()), null);
        return new SmtpSender(NAME, new MessageComposer(compose), SafetyValve.open(), relay);
    }

    /** Closes the connection, if one is open. */
    @Override
    public synchronized void close() {
        SmtpSender open = sender;
        if (open != null) {
            open.close();
        }
        sender = null;
        inUse = null;
    }
}
