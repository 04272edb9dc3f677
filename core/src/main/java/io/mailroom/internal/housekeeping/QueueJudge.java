package io.mailroom.internal.housekeeping;

import io.mailroom.SpoolFile.Kind;
import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** The events of one group, and the leases of those who handle them. */
final class QueueJudge extends Judge {
    private static final Pattern LEASE = Pattern.compile("Lease_([0-9a-f]{16})\\.(?:lock|lease)");

    private final String group;

    QueueJudge(String group, Owners owners, Instant now) {
        super("queue of " + group, owners, now);
        this.group = group;
    }

    @Override
    Verdict whole(Path file, String name) {
        if (LEASE.matcher(name).matches()) {
            return Verdict.owned(Kind.STATE, "a processor of " + group);
        }
        return EventName.parse(name)
                .map(event -> Verdict.owned(Kind.EVENT, group + ", " + Owners.word(event)))
                .orElse(Verdict.FOREIGN);
    }

    @Override
    Verdict note(Path beside) {
        return owners().isEventThere(beside)
                ? Verdict.owned(Kind.NOTE, "the event beside it")
                : Verdict.ofNothing(Kind.NOTE);
    }

    @Override
    Verdict draft(String whole) {
        if (LEASE.matcher(whole).matches()) {
            return Verdict.owned(Kind.DRAFT, "a processor of " + group);
        }
        Optional<String> owner = EventName.parse(whole)
                .filter(event -> event.state() == EventState.STAGED)
                .flatMap(event -> owners().mailboxOf(event.tag()));
        return owner.map(each -> Verdict.owned(Kind.DRAFT, each)).orElseGet(() -> Verdict.ofNothing(Kind.DRAFT));
    }
}
