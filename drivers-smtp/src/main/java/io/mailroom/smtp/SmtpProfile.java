package io.mailroom.smtp;

import io.mailroom.mime.MailAddress;
import io.mailroom.mime.internal.html.HtmlText;
import io.mailroom.profile.EmailAddress;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Secret;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.auth.Credentials;
import io.mailroom.smtp.auth.LoginParameters;
import io.mailroom.smtp.compose.AddressCheck;
import io.mailroom.smtp.compose.ComposeOptions;
import io.mailroom.smtp.protocol.Relay;
import io.mailroom.smtp.protocol.ServerLine;
import io.mailroom.smtp.protocol.SmtpConnector;
import io.mailroom.smtp.protocol.SmtpServer;
import io.mailroom.smtp.protocol.TlsPolicy;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.smtp.tls.TlsParameters;
import io.mailroom.smtp.tls.TlsSetupSource;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.InboundParameters;
import io.mailroom.wire.Endpoint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the settings of a profile into what sending works with. */
final class SmtpProfile {
    private final Settings settings;
    private final DriverContext context;
    private final TlsSetupSource tls;

    SmtpProfile(Settings settings, DriverContext context) {
        this.settings = settings;
        this.context = context;
        this.tls = new TlsSetupSource(settings);
    }

    ComposeOptions composeOptions() {
        List<MailAddress> replyTo = settings.find(SmtpParameters.REPLY_TO_ADDRESS)
                .map(address -> List.of(checked("Reply-To Address", address)))
                .orElse(List.of());
        return new ComposeOptions(
                checked("From Address", settings.get(InboundParameters.FROM_ADDRESS)),
                replyTo,
                settings.get(SmtpParameters.CHARSET),
                settings.get(SmtpParameters.CREATE_PLAIN_TEXT_FROM_HTML) ? HtmlText::of : null,
                settings.get(SmtpParameters.MAX_SENT_MESSAGE_SIZE),
                context.clock());
    }

    Relay relay() {
        SmtpConnector connector = new SmtpConnector(context.connector(), context::newTranscript);
        int connections = settings.get(SmtpParameters.CONNECTIONS);
        ServerLine primary = new ServerLine(primary(), connector, connections, context.clock());
        ServerLine backup = backup().map(server -> new ServerLine(server, connector, connections, context.clock()))
                .orElse(null);
        return new Relay(primary, backup);
    }

    SmtpServer primary() {
        return server(
                new Endpoint(settings.get(SmtpParameters.SERVER), settings.get(SmtpParameters.SERVER_PORT)),
                SmtpParameters.security(settings),
                login(SmtpParameters.ACCOUNT_NAME, SmtpParameters.ACCOUNT_PASSWORD));
    }

    Optional<SmtpServer> backup() {
        return settings.find(SmtpParameters.BACKUP_SERVER)
                .map(host -> server(
                        new Endpoint(host, settings.get(SmtpParameters.BACKUP_SERVER_PORT)),
                        SmtpParameters.backupSecurity(settings),
                        login(SmtpParameters.BACKUP_ACCOUNT_NAME, SmtpParameters.BACKUP_ACCOUNT_PASSWORD)));
    }

    private SmtpServer server(Endpoint endpoint, ConnectionSecurity security, @Nullable Credentials login) {
        return new SmtpServer(
                context.profile(),
                endpoint,
                policyFor(security),
                tls::current,
                login,
                settings.get(TlsParameters.ALLOW_INSECURE_AUTHENTICATION),
                LoginParameters.mechanisms(settings),
                EhloName.ofThisMachine(),
                settings.get(SmtpParameters.TIMEOUT));
    }

    private @Nullable Credentials login(Parameter<String> account, Parameter<Secret> password) {
        return settings.find(account)
                .map(name -> LoginParameters.credentials(settings, context, account, password, SmtpParameters.XOAUTH2))
                .orElse(null);
    }

    private static TlsPolicy policyFor(ConnectionSecurity security) {
        return switch (security) {
            case NONE -> TlsPolicy.NONE;
            case IMPLICIT_TLS -> TlsPolicy.IMPLICIT;
            case UPGRADE_REQUIRED -> TlsPolicy.REQUIRED;
        };
    }

    private static MailAddress checked(String field, EmailAddress address) {
        return AddressCheck.address(field, new MailAddress(address.name(), address.address()));
    }
}
