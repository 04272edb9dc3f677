package io.mailroom.internal.housekeeping;

import io.mailroom.SpoolFile.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;

/** Acknowledgements of one group that are on their way. */
final class AcknowledgementJudge extends Judge {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.(?:owed|due|sending)");

    private final String group;

    AcknowledgementJudge(String group, Owners owners, Instant now) {
        super("acknowledgements of " + group, owners, now);
        this.group = group;
    }

    @Override
    Verdict whole(Path file, String name) {
        return NAME.matcher(name).matches() ? Verdict.owned(Kind.ACKNOWLEDGEMENT, group) : Verdict.FOREIGN;
    }
}
