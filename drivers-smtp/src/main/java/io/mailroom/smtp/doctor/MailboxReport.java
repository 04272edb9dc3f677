package io.mailroom.smtp.doctor;

import io.mailroom.spi.MessageRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a mailbox holds, and whether mail comes out of it. The same for every protocol that receives. */
public final class MailboxReport {
    private MailboxReport() {}

    /** The server names messages by nothing that holds in the next session. */
    public static void withoutIds(Report report, String what) {
        report.warning("ids", what, "Messages are told apart by their content.");
    }

    /**
     * Counts messages, and reads the header of the newest.
     *
     * @param listed in the order of arrival
     * @param header gives the header of a message and changes nothing; empty when there is none to be had
     * @param withoutHeader why there would be none
     * @param now the time by this machine's clock
     */
    public static void write(
            Report report,
            List<MessageRef> listed,
            Function<MessageRef, Optional<String>> header,
            String withoutHeader,
            Instant now) {
        report.good("mailbox", listed.size() + (listed.size() == 1 ? " message" : " messages"));
        if (listed.isEmpty()) {
            return;
        }
        report.lookingAt("fetch");
        header.apply(listed.get(listed.size() - 1))
                .ifPresentOrElse(
                        text -> {
                            report.good("fetch", "the header of the newest message has " + text.length() + " bytes");
                            GreetingClock.ofMessage(report, text, now);
                        },
                        () -> report.good("fetch", "not tried: " + withoutHeader));
    }
}
