package io.mailroom.internal.housekeeping;

import io.mailroom.SpoolFile;
import io.mailroom.SpoolFile.Kind;
import io.mailroom.spool.DiskEntry;
import io.mailroom.spool.Draft;
import io.mailroom.spool.FileSystemTrial;
import io.mailroom.spool.SpoolName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Knows what the files of one directory are, and what they belong to. One thread. */
abstract class Judge {
    /** A file that changed since is left alone, whatever it is. */
    static final Duration SETTLED = Duration.ofHours(1);

    private static final String NOTE = ".note";

    private final String place;
    private final Owners owners;
    private final Instant now;

    Judge(String place, Owners owners, Instant now) {
        this.place = place;
        this.owners = owners;
        this.now = now;
    }

    final String place() {
        return place;
    }

    final Owners owners() {
        return owners;
    }

    /** What a file is and belongs to. */
    final SpoolFile judge(Path file, DiskEntry entry) {
        Verdict verdict = entry.isFile() ? verdict(file) : Verdict.FOREIGN;
        boolean settled = entry.modified().plus(SETTLED).isBefore(now);
        return new SpoolFile(
                file,
                entry.sizeBytes(),
                entry.modified(),
                verdict.kind(),
                verdict.owner(),
                verdict.removable() && settled);
    }

    private Verdict verdict(Path file) {
        String name = nameOf(file);
        if (name.startsWith(FileSystemTrial.PREFIX)) {
            return Verdict.ofNothing(Kind.DRAFT);
        }
        if (name.endsWith(Draft.PART)) {
            return draft(name.substring(0, name.length() - Draft.PART.length()));
        }
        if (name.endsWith(NOTE)) {
            String beside = name.substring(0, name.length() - NOTE.length());
            return note(file.resolveSibling(beside));
        }
        return whole(file, name);
    }

    /** Of a whole file. */
    abstract Verdict whole(Path file, String name);

    /** Of a note that stands beside something. */
    Verdict note(Path beside) {
        return owners.isThere(beside)
                ? Verdict.owned(Kind.NOTE, "the message beside it")
                : Verdict.ofNothing(Kind.NOTE);
    }

    /** Of a draft of a file of this name. */
    Verdict draft(String whole) {
        Optional<String> owner = SpoolName.parse(whole).flatMap(name -> owners.mailboxOf(name.tag()));
        return owner.map(each -> Verdict.owned(Kind.DRAFT, each)).orElseGet(() -> Verdict.ofNothing(Kind.DRAFT));
    }

    static String nameOf(Path file) {
        return file.getFileName().toString();
    }

    /**
     * What was found of one file.
     *
     * @param owner empty when nothing owns it
     * @param removable nothing can miss it
     */
    record Verdict(Kind kind, String owner, boolean removable) {
        static final Verdict FOREIGN = new Verdict(Kind.FOREIGN, "", false);

        static Verdict owned(Kind kind, String owner) {
            return new Verdict(kind, owner, false);
        }

        static Verdict ofNothing(Kind kind) {
            return new Verdict(kind, "", true);
        }

        static Verdict perhapsTheLastCopy() {
            return new Verdict(Kind.MESSAGE, "", false);
        }
    }
}
