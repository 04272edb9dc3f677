package io.mailroom.pop3;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.receiving.ReceivingDriver;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Finding;
import io.mailroom.spi.MailboxConnector;
import java.util.List;

/** {@code Internet SMTP/POP3 Server} (contract section 1): receives over POP3, sends over SMTP. */
public final class Pop3Driver extends ReceivingDriver {
    /** The name profiles refer to. */
    public static final String NAME = "Internet SMTP/POP3 Server";

    /** Found by ServiceLoader; may also be made by hand. */
    public Pop3Driver() {
        super(NAME, "POP3SMTP", Pop3Parameters.ALL, Pop3Parameters.RULES);
    }

    @Override
    protected MailboxConnector mailbox(Settings settings, DriverContext context) {
        return new Pop3Connector(settings, context);
    }

    @Override
    protected List<Finding> examineMailbox(Settings settings, DriverContext context) {
        return Pop3Examination.of(settings, context);
    }
}
