package io.mailroom.fuzz;

import io.mailroom.mime.DeliveryStatus;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.internal.bounce.BounceEvidence;
import io.mailroom.mime.internal.bounce.BounceRecognizer;
import io.mailroom.mime.internal.bounce.DeliveryStatusParser;
import java.nio.charset.StandardCharsets;

/** Delivery reports, by the standard and by rules. */
public final class ReportTarget {
    private ReportTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) {
        DeliveryStatus status = DeliveryStatusParser.parse(Checks.CONTEXT, data, 0, data.length, 0);
        Checks.hold(status.recipients().size() <= MimeLimits.DEFAULT.reportRecipients(), "too many recipients");
        status.recipients().forEach(recipient -> Checks.oneLine(recipient.diagnostic()));
        String text = new String(data, StandardCharsets.UTF_8);
        BounceRecognizer.recognize(
                        new BounceEvidence("MAILER-DAEMON@mx.example.com", "<>", "failure notice", "", text, "", true))
                .ifPresent(bounce -> Checks.hold(!bounce.recipients().isEmpty(), "a bounce of nobody"));
    }
}
