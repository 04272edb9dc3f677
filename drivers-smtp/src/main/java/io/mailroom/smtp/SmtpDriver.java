package io.mailroom.smtp;

import io.mailroom.profile.Parameter;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Finding;
import java.util.List;
import java.util.Set;

/** {@code Internet SMTP Server}: sends mail and receives none. Its services carry out {@link SmtpService#SEND} and more. */
public final class SmtpDriver implements CommunicationsDriver {
    /** The name profiles refer to. */
    public static final String NAME = "Internet SMTP Server";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String channel() {
        return "SMTP";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("Email");
    }

    @Override
    public Set<String> commands() {
        return SmtpService.COMMANDS;
    }

    @Override
    public Set<String> events() {
        return Set.of();
    }

    @Override
    public List<Parameter<?>> parameters() {
        return SmtpParameters.ALL;
    }

    @Override
    public List<SettingsRule> rules() {
        return SmtpParameters.RULES;
    }

    @Override
    public List<Finding> examine(Settings settings, DriverContext context) {
        return SendingHalf.examine(settings, context);
    }

    @Override
    public CommunicationsService open(Settings settings, DriverContext context) {
        return SmtpService.open(settings, context);
    }
}
