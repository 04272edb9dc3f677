package io.mailroom.imap;

import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.ReceivingStarttlsContract;
import io.mailroom.testkit.StarttlsCases.Case;
import io.mailroom.testkit.StarttlsCases.Mode;
import io.mailroom.testkit.StarttlsDialect;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/** The joint suite for IMAP, and what only IMAP servers say. */
@Timeout(60)
class ImapStarttlsTest extends ReceivingStarttlsContract {
    private static final List<String> UNTAGGED = List.of(
            "* LIST () \"/\" evil",
            "* LSUB () \"/\" evil",
            "* STATUS INBOX (MESSAGES 9)",
            "* STATUS INBOX (UIDNEXT 9 UIDVALIDITY 9)",
            "* SEARCH 1 2 3",
            "* FLAGS (\\\\Evil)",
            "* 9 EXISTS",
            "* 9 RECENT",
            "* 1 EXPUNGE",
            "* 1 FETCH (UID 1 FLAGS () RFC822.SIZE 2 BODY[] {2}\\r\\nhi)");

    @Override
    protected CommunicationsDriver driver() {
        return new ImapDriver();
    }

    @Override
    protected StarttlsDialect dialect() {
        return StarttlsDialect.imap();
    }

    @Override
    protected Stream<Case> ownCases() {
        return Stream.of(preauthenticated(), tampered(), spoofed(), greeted(), forgotten())
                .flatMap(cases -> cases);
    }

    private Stream<Case> preauthenticated() {
        return Stream.of(
                        "",
                        "[CAPABILITY IMAP4rev1]",
                        "[CAPABILITY IMAP4rev1 STARTTLS]",
                        "[CAPABILITY IMAP4rev1 AUTH=PLAIN]",
                        "[CAPABILITY IMAP4rev1 LOGINDISABLED]",
                        "[CAPABILITY]")
                .flatMap(code -> Stream.of(
                        Case.failing(
                                "A-09 P_1-P_5 PREAUTH " + code,
                                Mode.STARTTLS,
                                "S: * PREAUTH " + code + " hello\nC: ?\n",
                                "PREAUTH"),
                        Case.failing(
                                "A-09 PREAUTH " + code,
                                Mode.IMPLICIT,
                                "* TLS\nS: * PREAUTH " + code + " hello\nC: ?\n",
                                "PREAUTH")));
    }

    /** What was said before TLS is forgotten: the mailbox is empty all the same. */
    private Stream<Case> tampered() {
        String session = dialect().session();
        return UNTAGGED.stream()
                .flatMap(data -> Stream.of(
                        Case.harmless(
                                "A-06 tampering before the answer: " + data,
                                Mode.STARTTLS,
                                "S: * OK ready\nC: A1 STARTTLS\nS: " + data + "\nS: A1 OK go\n* TLS\n" + session),
                        Case.harmless(
                                "A-06 tampering after the greeting: " + data,
                                Mode.STARTTLS,
                                "S~ * OK ready\\r\\n" + data + "\\r\\n\nC: A1 STARTTLS\nS: A1 OK go\n* TLS\n"
                                        + session)));
    }

    private Stream<Case> spoofed() {
        return Stream.of("ALERT", "BADCHARSET", "PARSE")
                .map(code -> Case.harmless(
                        "H-03 spoofed " + code,
                        Mode.STARTTLS,
                        "S: * OK ready\nC: A1 STARTTLS\nS: * OK [" + code + "] call 555 \\x1b[2J\\xe2\\x80\\xae\n"
                                + "S: A1 OK go\n* TLS\n" + dialect().session()));
    }

    private Stream<Case> greeted() {
        return Stream.of("* NO", "* BAD no", "* BYE no", "A1 OK tagged", "OK", "+ go on", "+OK POP3", "220 SMTP", "*")
                .map(greeting -> Case.failing(
                                "B-09 greeting: " + greeting, Mode.STARTTLS, "S: " + greeting + "\n* stalls\n")
                        .soon());
    }

    private Stream<Case> forgotten() {
        return Stream.of(Case.failing(
                "A-06 A-07 what was offered before TLS is forgotten",
                Mode.STARTTLS,
                "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN STARTTLS] ready\nC: A1 STARTTLS\nS: A1 OK go\n* TLS\n"
                        + "C: A2 CAPABILITY\nS: * CAPABILITY IMAP4rev1 LOGINDISABLED\nS: A2 OK\nC: ?\n"));
    }
}
