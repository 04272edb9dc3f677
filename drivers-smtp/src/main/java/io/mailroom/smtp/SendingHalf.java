package io.mailroom.smtp;

import io.mailroom.profile.Settings;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandNotSupportedException;
import io.mailroom.spi.CommandResult;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Finding;
import java.util.List;
import java.util.Set;

/** What a driver that receives mail sends with. */
public final class SendingHalf {
    /** The commands it carries out, when the profile names an SMTP server. */
    public static final Set<String> COMMANDS = SmtpService.COMMANDS;

    private SendingHalf() {}

    /** A service that sends, or one that says why it cannot when the profile names no {@code SMTP Server}. */
    public static CommunicationsService of(Settings settings, DriverContext context) {
        return settings.find(SmtpParameters.SERVER).isPresent()
                ? SmtpService.open(settings, context)
                : new ReceivesOnly();
    }

    /** What an examination of the servers finds that the profile sends through; nothing when it names none. */
    public static List<Finding> examine(Settings settings, DriverContext context) {
        return SmtpExamination.of(settings, context);
    }

    /** Carries out no command. */
    private static final class ReceivesOnly implements CommunicationsService {
        @Override
        public void start() {}

        @Override
        public CommandResult invoke(Command command) {
            throw new CommandNotSupportedException(
                    command.name(), "This profile only receives; set \"SMTP Server\" in it to send.");
        }

        @Override
        public void suspend() {}

        @Override
        public void resume() {}

        @Override
        public void close() {}
    }
}
