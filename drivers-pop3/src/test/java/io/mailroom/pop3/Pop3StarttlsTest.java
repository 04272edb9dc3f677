package io.mailroom.pop3;

import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.ReceivingStarttlsContract;
import io.mailroom.testkit.StarttlsCases.Case;
import io.mailroom.testkit.StarttlsCases.Mode;
import io.mailroom.testkit.StarttlsDialect;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/** The joint suite for POP3, and what only POP3 servers say. */
@Timeout(60)
class Pop3StarttlsTest extends ReceivingStarttlsContract {
    @Override
    protected CommunicationsDriver driver() {
        return new Pop3Driver();
    }

    @Override
    protected StarttlsDialect dialect() {
        return StarttlsDialect.pop3();
    }

    @Override
    protected Stream<Case> ownCases() {
        return Stream.of(
                        "-ERR [SYS/TEMP] later",
                        "-ERR [SYS/PERM] never",
                        "-ERR \\x1b]0;owned\\x07",
                        "+OK\\r\\n+OK two",
                        "+OK one\\r\\n.",
                        "* OK IMAP",
                        "220 SMTP",
                        "+ go on")
                .map(greeting -> Case.failing(
                                "B-09 B-29 H-07 greeting: " + greeting,
                                Mode.STARTTLS,
                                "S: " + greeting + "\n* stalls\n")
                        .soon());
    }
}
