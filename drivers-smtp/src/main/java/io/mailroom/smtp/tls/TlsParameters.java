package io.mailroom.smtp.tls;

import io.mailroom.profile.Parameter;
import io.mailroom.profile.Secret;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import io.mailroom.profile.SettingsRule.Findings;
import java.nio.file.Path;
import java.util.List;

/**
 * The parameters of trust, one set for all connections of a profile (contract section 2). Which connections use TLS is
 * said by {@code Enable SSL for ...} and {@code Enable TLS for ...} of each protocol.
 */
public final class TlsParameters {
    /** Authorities that are trusted instead of those of the Java runtime. */
    public static final Parameter<Path> CA_CERTIFICATE_FILE = Parameter.file("CA Certificate File")
            .describedAs("PEM file of the authorities that are trusted, instead of those the Java runtime trusts.");

    /** The certificate we show to the server. */
    public static final Parameter<Path> CERTIFICATE_FILE = Parameter.file("Certificate File")
            .describedAs("PEM file of the certificate, and its chain, that we show to a server that asks for one.");

    /** The key of the certificate we show. */
    public static final Parameter<Path> PRIVATE_KEY_FILE =
            Parameter.file("Private Key File").describedAs("PEM file of the private key that belongs to it.");

    /** The password of that key. */
    public static final Parameter<Secret> PRIVATE_KEY_FILE_PASSWORD = Parameter.secret("Private Key File Password")
            .describedAs("Password of the private key, when the file is encrypted.");

    /** Whether the server must show a certificate of a trusted authority. */
    public static final Parameter<Boolean> PEER_AUTHENTICATION = Parameter.flag("Peer Authentication")
            .withDefault(true)
            .describedAs("False: a certificate that no trusted authority signed is accepted. Logged as a warning at"
                    + " each start.");

    /** Whether the server's certificate must be valid for the host. */
    public static final Parameter<Boolean> VALIDATE_PEER_CERTIFICATE = Parameter.flag("Validate Peer Certificate")
            .withDefault(true)
            .describedAs("False: nothing about the certificate is checked, not even the host name. Logged as a warning"
                    + " at each start.");

    /** Whether a password may leave unencrypted. */
    public static final Parameter<Boolean> ALLOW_INSECURE_AUTHENTICATION = Parameter.flag(
                    "Allow Insecure Authentication")
            .withDefault(false)
            .describedAs("True: passwords may cross an unencrypted connection. False: they do so only to this"
                    + " machine itself. Logged as a warning at each start.");

    /** All of the above, in the order of the reference page. */
    public static final List<Parameter<?>> ALL = List.of(
            CA_CERTIFICATE_FILE,
            CERTIFICATE_FILE,
            PRIVATE_KEY_FILE,
            PRIVATE_KEY_FILE_PASSWORD,
            PEER_AUTHENTICATION,
            VALIDATE_PEER_CERTIFICATE,
            ALLOW_INSECURE_AUTHENTICATION);

    /** Rules between these parameters. */
    public static final List<SettingsRule> RULES = List.of(
            new SettingsRule(
                    "Certificate File and Private Key File are set together, and Private Key File Password only with"
                            + " them.",
                    List.of(CERTIFICATE_FILE, PRIVATE_KEY_FILE, PRIVATE_KEY_FILE_PASSWORD),
                    TlsParameters::pairCertificateAndKey),
            new SettingsRule(
                    "Checks that are switched off are logged at each start.",
                    List.of(PEER_AUTHENTICATION, VALIDATE_PEER_CERTIFICATE, ALLOW_INSECURE_AUTHENTICATION),
                    TlsParameters::warnOfDanger));

    private TlsParameters() {}

    private static void pairCertificateAndKey(Settings settings, Findings findings) {
        boolean certificate = settings.find(CERTIFICATE_FILE).isPresent();
        boolean key = settings.find(PRIVATE_KEY_FILE).isPresent();
        if (certificate && !key) {
            findings.problem("\"Certificate File\" is of no use alone; set \"Private Key File\" too. It may name the"
                    + " same file");
        }
        if (key && !certificate) {
            findings.problem("\"Private Key File\" is of no use alone; set \"Certificate File\" too. It may name the"
                    + " same file");
        }
        if (!key && settings.find(PRIVATE_KEY_FILE_PASSWORD).isPresent()) {
            findings.problem("\"Private Key File Password\" is set without \"Private Key File\"; set both or remove"
                    + " the password");
        }
    }

    private static void warnOfDanger(Settings settings, Findings findings) {
        if (!settings.get(PEER_AUTHENTICATION)) {
            findings.warning("\"Peer Authentication\" is False: anybody can pose as the server. Name the server's"
                    + " authority in \"CA Certificate File\" and set it to True");
        }
        if (!settings.get(VALIDATE_PEER_CERTIFICATE)) {
            findings.warning("\"Validate Peer Certificate\" is False: anybody can pose as the server. Set it to True"
                    + " once the server has a valid certificate");
        }
        if (settings.get(ALLOW_INSECURE_AUTHENTICATION)) {
            findings.warning("\"Allow Insecure Authentication\" is True: passwords may cross the network readable by"
                    + " anybody. Switch on TLS and set it to False");
        }
    }
}
