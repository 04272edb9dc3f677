package io.mailroom.pop3;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.doctor.Examination;
import io.mailroom.smtp.doctor.MailboxReport;
import io.mailroom.smtp.doctor.Report;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Finding;
import io.mailroom.spi.MessageRef;
import io.mailroom.wire.Endpoint;
import java.util.List;

/** Examines the server a profile receives from: logs in, lists, and reads one header. Deletes nothing. */
final class Pop3Examination {
    private Pop3Examination() {}

    static List<Finding> of(Settings settings, DriverContext context) {
        Endpoint endpoint = Pop3Parameters.ACCOUNT.endpoint(settings);
        return new Examination("POP3", endpoint, Pop3Parameters.ACCOUNT.security(settings), context)
                .run((watched, report) -> visit(settings, watched, report));
    }

    private static void visit(Settings settings, DriverContext context, Report report) {
        try (Pop3Mailbox mailbox = new Pop3Connector(settings, context).connect()) {
            Pop3Capabilities capabilities = mailbox.capabilities();
            List<String> mechanisms = capabilities.mechanisms();
            report.good("capabilities", capabilities.names().isEmpty() ? "not told" : capabilities.names());
            report.good("mechanisms", (String.join(" ", mechanisms) + (capabilities.user() ? " USER" : "")).strip());
            List<MessageRef> listed = mailbox.list();
            if (!listed.isEmpty() && listed.get(listed.size() - 1).uid().isEmpty()) {
                MailboxReport.withoutIds(report, "the server gives no message ids");
            }
            MailboxReport.write(
                    report,
                    listed,
                    mailbox::header,
                    "the server does not have TOP",
                    context.clock().instant());
            mailbox.finish(); // nothing is marked, so nothing is deleted
        }
    }
}
