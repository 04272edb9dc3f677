package io.mailroom.smtp;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.doctor.Examination;
import io.mailroom.smtp.doctor.Report;
import io.mailroom.smtp.protocol.SmtpConnection;
import io.mailroom.smtp.protocol.SmtpConnector;
import io.mailroom.smtp.protocol.SmtpServer;
import io.mailroom.smtp.tls.ConnectionSecurity;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Examines the servers a profile sends through. No message is begun. */
final class SmtpExamination {
    private SmtpExamination() {}

    /** What was found, server by server; nothing when the profile names none. */
    static List<Finding> of(Settings settings, DriverContext context) {
        List<Finding> findings = new ArrayList<>();
        if (settings.find(SmtpParameters.SERVER).isPresent()) {
            SmtpProfile profile = new SmtpProfile(settings, context);
            findings.addAll(examine(profile.primary(), SmtpParameters.security(settings), context));
            profile.backup()
                    .ifPresent(backup ->
                            findings.addAll(examine(backup, SmtpParameters.backupSecurity(settings), context)));
        }
        return List.copyOf(findings);
    }

    private static List<Finding> examine(SmtpServer server, ConnectionSecurity security, DriverContext context) {
        return new Examination("SMTP", server.endpoint(), security, context).run((watched, report) -> {
            SmtpConnector connector = new SmtpConnector(watched.connector(), watched::newTranscript);
            SmtpConnection connection = connector.open(server);
            describe(report, connection);
            if (server.credentials().isEmpty()) {
                report.good("login", "none: the profile has no \"SMTP Account Name\"");
            }
            connection.quit();
        });
    }

    private static void describe(Report report, SmtpConnection connection) {
        String mechanisms =
                String.join(" ", new TreeSet<>(connection.extensions().mechanisms()));
        report.good(
                "capabilities",
                String.join(" ", new TreeSet<>(connection.extensions().keywords())));
        report.good("mechanisms", mechanisms.isEmpty() ? "none offered" : mechanisms);
    }
}
