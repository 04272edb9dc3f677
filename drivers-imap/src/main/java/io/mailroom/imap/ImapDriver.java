package io.mailroom.imap;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.receiving.ReceivingDriver;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Finding;
import io.mailroom.spi.MailboxConnector;
import java.util.List;

/** {@code Internet SMTP/IMAP Server} (contract section 1): receives over IMAP, sends over SMTP. */
public final class ImapDriver extends ReceivingDriver {
    /** The name profiles refer to. */
    public static final String NAME = "Internet SMTP/IMAP Server";

    /** Found by ServiceLoader; may also be made by hand. */
    public ImapDriver() {
        super(NAME, "IMAPSMTP", ImapParameters.ALL, ImapParameters.RULES);
    }

    @Override
    protected MailboxConnector mailbox(Settings settings, DriverContext context) {
        return new ImapConnector(settings, context);
    }

    @Override
    protected List<Finding> examineMailbox(Settings settings, DriverContext context) {
        return ImapExamination.of(settings, context);
    }
}
