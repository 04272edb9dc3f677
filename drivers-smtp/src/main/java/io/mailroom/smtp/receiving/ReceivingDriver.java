package io.mailroom.smtp.receiving;

import io.mailroom.event.MessageOrigin;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import io.mailroom.smtp.SendingHalf;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Finding;
import io.mailroom.spi.MailboxConnector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A driver that receives mail by a protocol of its own, and sends over SMTP. Stateless, usable from any thread. */
public abstract class ReceivingDriver implements CommunicationsDriver {
    private final String name;
    private final String channel;
    private final List<Parameter<?>> parameters;
    private final List<SettingsRule> rules;

    /** What is fixed for the driver: see the methods of the same names. */
    protected ReceivingDriver(String name, String channel, List<Parameter<?>> parameters, List<SettingsRule> rules) {
        this.name = Objects.requireNonNull(name, "name");
        this.channel = Objects.requireNonNull(channel, "channel");
        this.parameters = List.copyOf(parameters);
        this.rules = List.copyOf(rules);
    }

    /** The way to the profile's mailbox. Touches neither network nor disk. */
    protected abstract MailboxConnector mailbox(Settings settings, DriverContext context);

    /** What is found about the server that the mailbox is on, as {@link #examine} tells it. */
    protected abstract List<Finding> examineMailbox(Settings settings, DriverContext context);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String channel() {
        return channel;
    }

    @Override
    public final Set<String> mediaTypes() {
        return Set.of("Email");
    }

    @Override
    public final Set<String> commands() {
        return SendingHalf.COMMANDS;
    }

    @Override
    public final Set<String> events() {
        return Set.of(MessageOrigin.MESSAGE_RECEIVED);
    }

    @Override
    public final List<Parameter<?>> parameters() {
        return parameters;
    }

    @Override
    public final List<SettingsRule> rules() {
        return rules;
    }

    @Override
    public final List<Finding> examine(Settings settings, DriverContext context) {
        List<Finding> findings = new ArrayList<>(examineMailbox(settings, context));
        findings.addAll(SendingHalf.examine(settings, context));
        return List.copyOf(findings);
    }

    @Override
    public final CommunicationsService open(Settings settings, DriverContext context) {
        return context.receiving(settings, mailbox(settings, context), SendingHalf.of(settings, context));
    }
}
