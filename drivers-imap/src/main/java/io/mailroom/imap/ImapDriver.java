package io.mailroom.imap;

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

/** {@code Internet SMTP/IMAP Server} (contract section 1): receives over IMAP, sends over SMTP. */
public final class ImapDriver implements CommunicationsDriver {
    /** The name profiles refer to. */
    public static final String NAME = "Internet SMTP/IMAP Server";

    /** Found by ServiceLoader; may also be made by hand. */
    public ImapDriver() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String channel() {
        return "IMAPSMTP";
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
        return ImapParameters.ALL;
    }

    @Override
    public List<SettingsRule> rules() {
        return ImapParameters.RULES;
    }

    @Override
    public List<Finding> examine(Settings settings, DriverContext context) {
        List<Finding> findings = new ArrayList<>(ImapExamination.of(settings, context));
        findings.addAll(SendingHalf.examine(settings, context));
        return List.copyOf(findings);
    }

    @Override
    public CommunicationsService open(Settings settings, DriverContext context) {
        return context.receiving(settings, new ImapConnector(settings, context), SendingHalf.of(settings, context));
    }
}
