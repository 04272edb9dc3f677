package io.mailroom.internal.housekeeping;

import io.mailroom.SpoolFile.Kind;
import io.mailroom.spool.SpoolName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;

/** Processed, Failed, Loopback and Sent: messages that are kept, and what the outbox has on its way. */
final class KeptJudge extends Judge {
    private static final String OUTBOX = "the outbox";
    private static final Pattern STATE =
            Pattern.compile("SMTP_[0-9a-f_]+\\.box|outbox_.+\\.(?:journal|lock)|sent_.+\\.ids");

    KeptJudge(String place, Owners owners, Instant now) {
        super(place, owners, now);
    }

    @Override
    Verdict whole(Path file, String name) {
        if (STATE.matcher(name).matches()) {
            return Verdict.owned(Kind.STATE, OUTBOX);
        }
        boolean isMessage = SpoolName.parse(name)
                .filter(parsed -> parsed.kind() == SpoolName.Kind.MESSAGE)
                .isPresent();
        if (!isMessage) {
            return Verdict.FOREIGN;
        }
        boolean onItsWay = owners().isThere(file.resolveSibling(name.replaceFirst("\\.tmp$", ".box")));
        return Verdict.owned(Kind.MESSAGE, onItsWay ? OUTBOX : "you: kept in " + place());
    }

    @Override
    Verdict draft(String whole) {
        boolean ofOutbox = whole.startsWith("SMTP_") || STATE.matcher(whole).matches();
        return ofOutbox ? Verdict.owned(Kind.DRAFT, OUTBOX) : super.draft(whole);
    }
}
