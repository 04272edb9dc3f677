package io.mailroom.internal.housekeeping;

import io.mailroom.SpoolFile.Kind;
import io.mailroom.spool.SpoolName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Incoming: messages and parts of messages, and the state of the mailboxes. */
final class IncomingJudge extends Judge {
    private static final Pattern STATE =
            Pattern.compile("(?:Current|Previous|Kept|Attempts|Open|Mailbox|Senders)_(.+)\\.(?:ids|owner|lock|txt)");

    IncomingJudge(Owners owners, Instant now) {
        super("incoming", owners, now);
    }

    @Override
    Verdict whole(Path file, String name) {
        Matcher state = STATE.matcher(name);
        if (state.matches()) {
            return Verdict.owned(Kind.STATE, "mailbox " + Owners.inWords(state.group(1)));
        }
        return SpoolName.parse(name)
                .map(parsed -> parsed.kind() == SpoolName.Kind.MESSAGE ? message(parsed) : made(file, parsed))
                .orElse(Verdict.FOREIGN);
    }

    private Verdict message(SpoolName.Parsed name) {
        return owners().mailboxOf(name.tag())
                .map(mailbox -> Verdict.owned(Kind.MESSAGE, mailbox))
                .orElseGet(Verdict::perhapsTheLastCopy);
    }

    private Verdict made(Path file, SpoolName.Parsed name) {
        Optional<String> owner = owners().eventOf(file).or(() -> owners().mailboxOf(name.tag()));
        if (owner.isEmpty() && !owners().damagedEvent().isEmpty()) {
            owner = Optional.of("perhaps " + owners().damagedEvent() + ", which is damaged");
        }
        return owner.map(each -> Verdict.owned(Kind.EVENT_FILE, each))
                .orElseGet(() -> Verdict.ofNothing(Kind.EVENT_FILE));
    }

    @Override
    Verdict draft(String whole) {
        Matcher state = STATE.matcher(whole);
        return state.matches()
                ? Verdict.owned(Kind.DRAFT, "mailbox " + Owners.inWords(state.group(1)))
                : super.draft(whole);
    }
}
