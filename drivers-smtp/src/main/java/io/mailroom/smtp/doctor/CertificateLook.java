package io.mailroom.smtp.doctor;

import io.mailroom.wire.Connector;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.TlsException;
import io.mailroom.wire.TlsSetup;
import io.mailroom.wire.Wire;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Takes down the certificates a server shows, whatever they are worth, and ends the connection: nothing is ever sent
 * over it.
 */
final class CertificateLook {
    private List<X509Certificate> chain = List.of();

    /** What the server showed, its own certificate first; empty when it did not come to that. */
    List<X509Certificate> chain() {
        return chain;
    }

    /** Connections that end with the handshake. */
    Connector through(Connector connector) {
        return (endpoint, timeout) -> new LookingWire(connector.connect(endpoint, timeout));
    }

    private final class LookingWire implements Wire {
        private final Wire wire;

        LookingWire(Wire wire) {
            this.wire = wire;
        }

        @Override
        public String upgrade(TlsSetup tls, Endpoint endpoint, Duration timeout) throws IOException {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new Notary()}, null);
                wire.upgrade(new TlsSetup(context, false), endpoint, timeout);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("This Java has no TLS", impossible);
            }
            throw new TlsException("the certificates are taken down; this connection ends here", "", null);
        }

        @Override
        public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
            return wire.read(into, offset, length, timeout);
        }

        @Override
        public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
            wire.write(from, offset, length, timeout);
        }

        @Override
        public String remoteAddress() {
            return wire.remoteAddress();
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    /** Writes down and judges nothing. */
    private final class Notary extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine) {
            chain = List.of(shown);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) {
            chain = List.of(shown);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type) {
            chain = List.of(shown);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
