package io.mailroom.imap;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.doctor.Examination;
import io.mailroom.smtp.doctor.MailboxReport;
import io.mailroom.smtp.doctor.Report;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Finding;
import io.mailroom.spi.MessageRef;
import io.mailroom.wire.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * Examines the server a profile receives from: logs in, opens the folder, and reads one header. Marks nothing, moves
 * nothing, and makes no folder.
 */
final class ImapExamination {
    private final ImapMailbox mailbox;
    private final ImapPlan plan;
    private final FolderAccess access;
    private final Report report;

    private ImapExamination(ImapMailbox mailbox, ImapPlan plan, Report report) {
        this.mailbox = mailbox;
        this.plan = plan;
        this.access = new FolderAccess(mailbox.channel(), mailbox.capabilities());
        this.report = report;
    }

    static List<Finding> of(Settings settings, DriverContext context) {
        Endpoint endpoint = ImapParameters.ACCOUNT.endpoint(settings);
        return new Examination("IMAP", endpoint, ImapParameters.ACCOUNT.security(settings), context)
                .run((watched, report) -> visit(settings, watched, report));
    }

    private static void visit(Settings settings, DriverContext context, Report report) {
        ImapConnector connector = new ImapConnector(settings, context);
        try (ImapMailbox mailbox = connector.connect()) {
            ImapExamination examination = new ImapExamination(mailbox, connector.plan(), report);
            examination.capabilities(settings.get(ImapParameters.IDLE));
            examination.rights();
            connector.plan().processedFolder().ifPresent(examination::processedFolder);
            List<MessageRef> listed = examination.open();
            MailboxReport.write(
                    report,
                    listed,
                    mailbox::header,
                    "somebody removed it meanwhile",
                    context.clock().instant());
            mailbox.finish(); // nothing is marked, so nothing is deleted
        }
    }

    private void capabilities(boolean idleWanted) {
        ImapCapabilities capabilities = mailbox.capabilities();
        report.good("capabilities", capabilities.extensions());
        report.good(
                "mechanisms",
                (String.join(" ", capabilities.mechanisms()) + (capabilities.login() ? " LOGIN command" : "")).strip());
        boolean moves = plan.processedFolder().isPresent();
        if (moves && !capabilities.move()) {
            report.warning(
                    "MOVE",
                    "missing: messages are copied to " + plan.processedFolder().get() + ", then deleted",
                    "Expect a copy too many when a connection breaks between the two; nothing is lost.");
        }
        if (!plan.leavesMessages() && !capabilities.uidPlus() && !(moves && capabilities.move())) {
            report.warning(
                    "UIDPLUS",
                    "missing: the server cannot remove single messages, only all that are marked deleted",
                    "Let no other client mark messages in " + plan.folder()
                            + ": while its marks are there, ours stay there too, marked deleted.");
        }
        if (idleWanted && !capabilities.idle()) {
            report.warning(
                    "IDLE",
                    "missing: the server does not tell of new mail, which waits for the next poll",
                    "Shorten \"PollingInterval\" if that is too long; \"IMAP Idle\" = False ends this warning.");
        }
    }

    private void rights() {
        report.lookingAt("rights");
        Optional<FolderRights> rights = access.rightsTo(plan.folder());
        if (rights.isEmpty()) {
            return; // the server tells none, or has no such folder, which shows when it is opened
        }
        String what = "to " + plan.folder() + ": " + rights.get().letters();
        if (!rights.get().mayRead()) {
            report.failed("rights", what + ", which lacks reading (r)", "Give the account the right to read there.");
        } else if (!plan.leavesMessages() && !rights.get().mayDelete()) {
            report.failed("rights", what + ", which lacks deleting (t and e)", ImapFolder.GRANT_DELETION);
        } else {
            report.good("rights", what);
        }
    }

    private void processedFolder(String folder) {
        report.lookingAt("processed");
        switch (access.stateOf(folder)) {
            case MISSING -> missing(folder);
            case HOLDS_NO_MAIL ->
                report.warning(
                        "processed",
                        "the server says that " + folder + " holds folders only, no messages",
                        "Name another folder in \"IMAP Processed Folder\".");
            case THERE -> {
                if (access.rightsTo(folder).map(FolderRights::mayInsert).orElse(true)) {
                    report.good("processed", folder + " is there");
                } else {
                    report.failed(
                            "processed",
                            "the account may not put messages into " + folder,
                            "Give it that right (i), or name another folder in \"IMAP Processed Folder\".");
                }
            }
        }
    }

    private void missing(String folder) {
        Optional<FolderRights> above = access.parentOf(folder).flatMap(access::rightsTo);
        if (above.map(FolderRights::mayCreate).orElse(true)) {
            report.good("processed", folder + " is not there yet; it is made when the first message goes there");
        } else {
            report.failed(
                    "processed",
                    folder + " is not there, and the account may not make it",
                    "Make the folder on the server, or name another one in \"IMAP Processed Folder\".");
        }
    }

    private List<MessageRef> open() {
        report.lookingAt("folder");
        List<MessageRef> listed = mailbox.list();
        report.good(
                "folder",
                plan.folder()
                        + (plan.leavesMessages()
                                ? ", opened for reading only, as \"Leave Messages On Server\" asks"
                                : ", opened for reading and deleting"));
        if (mailbox.uidValidity() == 0) {
            MailboxReport.withoutIds(report, "the server gives no UIDVALIDITY that lasts");
        } else {
            report.good("ids", "UIDVALIDITY " + mailbox.uidValidity());
        }
        return listed;
    }
}
