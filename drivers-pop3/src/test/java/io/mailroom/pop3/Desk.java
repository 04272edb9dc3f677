package io.mailroom.pop3;

import io.mailroom.profile.Secret;
import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.spi.Mailbox.DeletionReceipt;
import io.mailroom.spi.MessageRef;
import io.mailroom.spi.RetrievalSink;
import io.mailroom.wire.Connector;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.LineChannel;
import io.mailroom.wire.TlsSetup;
import io.mailroom.wire.Transcript;
import io.mailroom.wire.WireLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Whoever sits there opens the mailbox by hand: no spool, no events, just the client and what it fetched. */
final class Desk {
    final List<String> log = new ArrayList<>();
    final Map<String, String> fetched = new LinkedHashMap<>();
    final List<String> refused = new ArrayList<>();
    final List<String> marked = new ArrayList<>();
    private final Connector connector;
    private Endpoint endpoint = new Endpoint("pop.example.com", 110);
    private ConnectionSecurity security = ConnectionSecurity.NONE;
    private Credentials credentials = Credentials.password("alice", Secret.of("pw-alice"));
    private boolean allowsInsecure;
    private Duration timeout = Duration.ofSeconds(60);
    private TlsSetup tls = systemTrust();

    Desk(Connector connector) {
        this.connector = connector;
    }

    Desk secured(ConnectionSecurity how) {
        security = how;
        return this;
    }

    Desk trusting(TlsSetup setup) {
        tls = setup;
        return this;
    }

    Desk at(Endpoint server) {
        endpoint = server;
        return this;
    }

    Desk with(String account, String secret, boolean isToken) {
        Secret kept = Secret.of(secret);
        credentials = new Credentials(account, isToken, () -> kept);
        return this;
    }

    Desk allowingInsecureAuthentication() {
        allowsInsecure = true;
        return this;
    }

    Desk waitingAtMost(Duration step) {
        timeout = step;
        return this;
    }

    Pop3Mailbox open() {
        WireLimits limits = WireLimits.forTimeout(timeout);
        Pop3Account account = new Pop3Account(
                "support", endpoint, security, () -> tls, credentials, List.of(), allowsInsecure, limits);
        LineChannel line =
                LineChannel.connect(connector, "support", endpoint, limits, Transcript.to(log::add), "Check it.");
        return Pop3Mailbox.logIn(account, line);
    }

    /** One session in the careful order: fetch all, mark what arrived whole, finish. */
    void poll() throws IOException {
        try (Pop3Mailbox mailbox = open()) {
            List<MessageRef> listed = mailbox.list();
            List<MessageRef> whole = new ArrayList<>();
            mailbox.retrieve(listed, new Basket(whole));
            mailbox.markDeleted(whole, new Receipt());
            mailbox.finish();
        }
    }

    /** Keeps what arrives; a message that does not get to {@code complete} is not kept. */
    final class Basket implements RetrievalSink {
        private final List<MessageRef> whole;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Basket(List<MessageRef> whole) {
            this.whole = whole;
        }

        @Override
        public void begin(MessageRef message) {
            bytes.reset();
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, length);
        }

        @Override
        public void complete(MessageRef message) {
            String key = message.uid().isEmpty() ? "#" + message.number() : message.uid();
            fetched.merge(
                    fetched.containsKey(key) && !fetched.get(key).equals(text()) ? key + "'" : key,
                    text(),
                    (old, same) -> same);
            whole.add(message);
        }

        @Override
        public void refused(MessageRef message, String reply) {
            refused.add(message.number() + " " + reply);
        }

        private String text() {
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** Writes down what became of each mark. */
    final class Receipt implements DeletionReceipt {
        @Override
        public void marked(MessageRef message) {
            marked.add(message.uid());
        }

        @Override
        public void refused(MessageRef message, String reply) {
            refused.add(message.uid() + " " + reply);
        }
    }

    private static TlsSetup systemTrust() {
        try {
            return new TlsSetup(SSLContext.getDefault(), true);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
