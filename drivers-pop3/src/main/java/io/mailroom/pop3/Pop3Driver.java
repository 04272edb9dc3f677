package io.mailroom.pop3;

import io.mailroom.event.MessageOrigin;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import io.mailroom.smtp.SendingHalf;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code Internet SMTP/POP3 Server} (contract section 1): receives over POP3, sends over SMTP. */
public final class Pop3Driver implements CommunicationsDriver {
    /** The name profiles refer to. */
    public static final String NAME = "Internet SMTP/POP3 Server";

    /** Found by ServiceLoader; may also be made by hand. */
    public Pop3Driver() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String channel() {
        return "POP3SMTP";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("Email");
    }

    @Override
    public Set<String> commands() {
        return SendingHalf.COMMANDS;
    }

    @Override
    public Set<String> events() {
        return Set.of(MessageOrigin.MESSAGE_RECEIVED);
    }

    @Override
    public List<Parameter<?>> parameters() {
        return Pop3Parameters.ALL;
    }

    @Override
    public List<SettingsRule> rules() {
        return Pop3Parameters.RULES;
    }

    @Override
    public List<Finding> examine(Settings settings, DriverContext context) {
        List<Finding> findings = new ArrayList<>(Pop3Examination.of(settings, context));
        findings.addAll(SendingHalf.examine(settings, context));
        return List.copyOf(findings);
    }

    @Override
    public CommunicationsService open(Settings settings, DriverContext context) {
        return context.receiving(settings, new Pop3Connector(settings, context), SendingHalf.of(settings, context));
    }
}
