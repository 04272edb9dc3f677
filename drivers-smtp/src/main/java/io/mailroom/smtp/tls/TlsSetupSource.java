package io.mailroom.smtp.tls;

import io.mailroom.InvalidProfileException;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Settings;
import io.mailroom.wire.TlsSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link TlsSetup} of a profile's {@link TlsParameters}. The files are read at the first use and again after
 * one of them has changed, so a renewed certificate needs no restart. Usable from any thread.
 */
public final class TlsSetupSource {
    private final Settings settings;
    private @Nullable Loaded loaded;

    private record Loaded(TlsSetup setup, List<String> stamps) {}

    /** Reads nothing yet. */
    public TlsSetupSource(Settings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * The setup for a connection that is made now.
     *
     * @throws InvalidProfileException when a file cannot be read or used; every problem at once
     */
    public synchronized TlsSetup current() {
        List<String> stamps = stamps();
        if (loaded == null || !loaded.stamps().equals(stamps)) {
            loaded = new Loaded(load(), stamps);
        }
        return loaded.setup();
    }

    private TlsSetup load() {
        List<String> problems = new ArrayList<>();
        X509ExtendedTrustManager trust = trust(problems);
        KeyManager[] keys = clientKeys(problems);
        if (!problems.isEmpty()) {
            throw new InvalidProfileException(settings.profile().name(), problems);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust}, null);
            return new TlsSetup(context, settings.get(TlsParameters.VALIDATE_PEER_CERTIFICATE));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no TLS", impossible);
        }
    }

    /** Contract section 2: what each of the two flags leaves unchecked. */
    private X509ExtendedTrustManager trust(List<String> problems) {
        if (!settings.get(TlsParameters.VALIDATE_PEER_CERTIFICATE)) {
            return ServerTrust.checkingNothing();
        }
        if (!settings.get(TlsParameters.PEER_AUTHENTICATION)) {
            return ServerTrust.checkingNameAndDates();
        }
        try {
            KeyStore authorities = null;
            Path file = settings.find(TlsParameters.CA_CERTIFICATE_FILE).orElse(null);
            if (file != null) {
                authorities = emptyStore();
                for (X509Certificate certificate : PemFile.certificates(file)) {
                    authorities.setCertificateEntry("ca" + authorities.size(), certificate);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(authorities);
            return ServerTrust.checkingAll((X509ExtendedTrustManager) factory.getTrustManagers()[0]);
        } catch (IOException | GeneralSecurityException unusable) {
            problems.add(problem(TlsParameters.CA_CERTIFICATE_FILE, unusable));
            return ServerTrust.checkingNameAndDates(); // not used: a problem ends the loading
        }
    }

    private KeyManager @Nullable [] clientKeys(List<String> problems) {
        Path certificateFile = settings.find(TlsParameters.CERTIFICATE_FILE).orElse(null);
        Path keyFile = settings.find(TlsParameters.PRIVATE_KEY_FILE).orElse(null);
        if (certificateFile == null || keyFile == null) {
            return null;
        }
        char[] password = settings.find(TlsParameters.PRIVATE_KEY_FILE_PASSWORD)
                .map(secret -> secret.copyCharacters())
                .orElse(new char[0]);
        try {
            List<X509Certificate> chain = readChain(certificateFile, problems);
            PrivateKey key = readKey(keyFile, password, problems);
            return key == null || chain.isEmpty() ? null : keyManagers(key, chain, problems);
        } finally {
            java.util.Arrays.fill(password, '\0');
        }
    }

    private static List<X509Certificate> readChain(Path file, List<String> problems) {
        try {
            return PemFile.certificates(file);
        } catch (IOException | GeneralSecurityException unusable) {
            problems.add(problem(TlsParameters.CERTIFICATE_FILE, unusable));
            return List.of();
        }
    }

    private static @Nullable PrivateKey readKey(Path file, char[] password, List<String> problems) {
        try {
            return PemFile.privateKey(file, password);
        } catch (IOException | GeneralSecurityException unusable) {
            problems.add(problem(TlsParameters.PRIVATE_KEY_FILE, unusable));
            return null;
        }
    }

    private static KeyManager @Nullable [] keyManagers(
            PrivateKey key, List<X509Certificate> chain, List<String> problems) {
        try {
            if (!KeyPairCheck.belongTogether(key, chain.get(0).getPublicKey())) {
                problems.add("\"Private Key File\": the key does not belong to the first certificate of"
                        + " \"Certificate File\"");
                return null;
            }
            char[] inMemoryOnly = new char[0];
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key, inMemoryOnly, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, inMemoryOnly);
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException unusable) {
            problems.add(problem(TlsParameters.PRIVATE_KEY_FILE, unusable));
            return null;
        }
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static String problem(Parameter<?> parameter, Exception unusable) {
        return "\"" + parameter.name() + "\": " + unusable.getMessage();
    }

    private List<String> stamps() {
        return Stream.of(
                        TlsParameters.CA_CERTIFICATE_FILE,
                        TlsParameters.CERTIFICATE_FILE,
                        TlsParameters.PRIVATE_KEY_FILE)
                .flatMap(parameter -> settings.find(parameter).stream())
                .map(TlsSetupSource::stamp)
                .toList();
    }

    private static String stamp(Path file) {
        try {
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException unreadable) {
            return file + " unreadable"; // said in full when the file is read
        }
    }
}
