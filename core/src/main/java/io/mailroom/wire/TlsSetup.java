package io.mailroom.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;

/**
 * How a connection is secured: TLS 1.2 at least, no suite without authentication or encryption.
 *
 * @param context trust and client certificate
 * @param checksHostName whether the certificate must name the host. True unless the user has said that nothing is to be
 *     checked; it holds whatever the context's trust manager thinks.
 */
public record TlsSetup(SSLContext context, boolean checksHostName) {
    /** Protocol versions that are spoken, best first. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private static final List<String> REFUSED_IN_SUITES =
            List.of("_anon_", "_null_", "_export_", "_rc4_", "_des_", "_3des_", "_md5");

    public TlsSetup {
        Objects.requireNonNull(context, "context");
    }

    /** Protocols, suites and the check of names, for sockets that others make from {@link #context()}. */
    public SSLParameters parameters() {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(PROTOCOLS.toArray(String[]::new));
        parameters.setCipherSuites(Arrays.stream(parameters.getCipherSuites())
                .filter(TlsSetup::isStrong)
                .toArray(String[]::new));
        if (checksHostName) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return parameters;
    }

    /** Makes sockets with {@link #parameters()}, for libraries that connect by themselves. */
    public SSLSocketFactory socketFactory() {
        return new TlsSocketFactory(this);
    }

    SSLEngine engineFor(Endpoint endpoint) {
        String host = endpoint.asciiHost();
        SSLEngine engine = context.createSSLEngine(host, endpoint.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters();
        if (Literals.parse(host).isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static boolean isStrong(String suite) {
        String name = suite.toLowerCase(Locale.ROOT) + "_";
        return REFUSED_IN_SUITES.stream().noneMatch(name::contains);
    }
}
