package io.mailroom.smtp.tls;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Certificates and keys in PEM (RFC 7468): several certificates in one file, keys as PKCS #8 or in OpenSSL's older
 * forms (PKCS #1, SEC 1), plain or encrypted. Text around the blocks and blocks of other kinds are passed over.
 * Messages of errors name the file and what is wrong, and hold no secret.
 */
final class PemFile {
    private static final long LARGEST_FILE_BYTES = 4L * 1024 * 1024;

    /** Knows the ciphers of encrypted keys. Never registered with the Java runtime. */
    private static final Provider CIPHERS = new BouncyCastleProvider();

    private PemFile() {}

    /** Every certificate in the file, in its order; at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        for (Object item : items(file)) {
            if (item instanceof X509CertificateHolder holder) {
                certificates.add(converter.getCertificate(holder));
            } else if (item instanceof X509TrustedCertificateBlock block) {
                certificates.add(converter.getCertificate(block.getCertificateHolder()));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException(file + " holds no certificate in PEM form");
        }
        return certificates;
    }

    /**
     * The first private key in the file.
     *
     * @param password for an encrypted key; empty when there is none
     */
    static PrivateKey privateKey(Path file, char[] password) throws IOException, GeneralSecurityException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        for (Object item : items(file)) {
            if (item instanceof PrivateKeyInfo key) {
                return converter.getPrivateKey(key);
            }
            if (item instanceof PEMKeyPair pair) {
                return converter.getPrivateKey(pair.getPrivateKeyInfo());
            }
            if (item instanceof PEMEncryptedKeyPair pair) {
                return converter.getPrivateKey(decrypt(file, pair, password).getPrivateKeyInfo());
            }
            if (item instanceof PKCS8EncryptedPrivateKeyInfo key) {
                return converter.getPrivateKey(decrypt(file, key, password));
            }
        }
        throw new KeyException(file + " holds no private key in PEM form");
    }

    private static PEMKeyPair decrypt(Path file, PEMEncryptedKeyPair pair, char[] password)
            throws GeneralSecurityException {
        requirePassword(file, password);
        try {
            return pair.decryptKeyPair(
                    new JcePEMDecryptorProviderBuilder().setProvider(CIPHERS).build(password));
        } catch (IOException failed) {
            throw wrongPassword(file, failed);
        }
    }

    private static PrivateKeyInfo decrypt(Path file, PKCS8EncryptedPrivateKeyInfo key, char[] password)
            throws GeneralSecurityException {
        requirePassword(file, password);
        try {
            return key.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(CIPHERS)
                    .build(password));
        } catch (OperatorCreationException | PKCSException failed) {
            throw wrongPassword(file, failed);
        }
    }

    private static void requirePassword(Path file, char[] password) throws KeyException {
        if (password.length == 0) {
            throw new KeyException("the key in " + file + " is encrypted; set \"Private Key File Password\"");
        }
    }

    private static KeyException wrongPassword(Path file, Exception cause) {
        return new KeyException(
                "the key in " + file + " cannot be decrypted; check \"Private Key File Password\"", cause);
    }

    private static List<Object> items(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file + " is not there, or is no file");
        }
        if (Files.size(file) > LARGEST_FILE_BYTES) {
            throw new IOException(file + " is larger than " + LARGEST_FILE_BYTES + " bytes");
        }
        List<Object> items = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                PEMParser parser = new PEMParser(reader)) {
            for (Object item = parser.readObject(); item != null; item = parser.readObject()) {
                items.add(item);
            }
        } catch (PEMException malformed) {
            throw new IOException(file + " is damaged: " + malformed.getMessage(), malformed);
        }
        return items;
    }
}
