package io.mailroom.examples;

import io.mailroom.profile.Secret;
import io.mailroom.profile.SecretBox;
import io.mailroom.smtp.OutboundMessage;
import io.mailroom.smtp.ReportMailer;
import io.mailroom.smtp.SendResult;
import io.mailroom.smtp.account.FileAccountStore;
import io.mailroom.smtp.account.MailAccount;
import io.mailroom.smtp.account.ReportAccounts;
import io.mailroom.smtp.account.SystemAccount;
import io.mailroom.spool.LocalDisk;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Sends a report with the mail account of the system: host, port and encryption are set up there, once for everybody. */
public final class SendAReport {
    private SendAReport() {}

    /** The account as the application's administrator has set it up. */
    public static SystemAccount systemAccount(String host, int port, String user, String password, String from) {
        return new SystemAccount(host, OptionalInt.of(port), false, user, Secret.of(password), from);
    }

    /**
     * Sends one report.
     *
     * @param system the system's account, read anew for each report
     * @param state where the account is kept; the password is locked with {@code key}
     */
    public static SendResult send(SystemAccount.Source system, Path state, byte[] key, String recipient, Path report) {
        FileAccountStore store = new FileAccountStore(new LocalDisk(), state, SecretBox.withKey(key));
        ReportAccounts accounts = new ReportAccounts(store, system);
        accounts.enter(MailAccount.EMPTY, true); // "synchronise with the system account"

        try (ReportMailer mailer = new ReportMailer(accounts, ReportMailer.Options.standard())) {
            return mailer.send(OutboundMessage.builder()
                    .to(recipient)
                    .subject("Your report")
                    .text("The report is attached.")
                    .attach(report)
                    .autoSubmitted("auto-generated")
                    .build());
        }
    }
}
