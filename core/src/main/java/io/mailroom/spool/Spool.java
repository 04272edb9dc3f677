package io.mailroom.spool;

import io.mailroom.SpoolException;
import io.mailroom.spool.SpoolDirectories.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * The directories of one profile and the ways a file gets into, between and out of them. Usable from any thread; a
 * {@link Draft} belongs to one.
 *
 * <p>A file is whole or it is not there: it is written as {@code NAME.part}, forced, renamed, and its directory forced.
 * Methods that promise durability say so; all others may be undone by a power cut, never by the death of the process.
 * Every method throws {@link SpoolException} when the disk fails, unless it says {@link IOException}.
 */
public final class Spool {
    /** Free bytes that receiving leaves on the volume when nothing else is said, for sending and for the index. */
    public static final long RESERVE_BYTES = 64L * 1024 * 1024;
    /** Free bytes that sending leaves. */
    public static final long SENDING_RESERVE_BYTES = 16L * 1024 * 1024;
    /** What a message may take on disk, in multiples of its size: the raw file, its parts, its text and its event. */
    public static final int COPIES = 3;

    private static final int NAME_ATTEMPTS = 1_000;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Disk disk;
    private final SpoolDirectories directories;
    private final String profile;
    private final List<String> warnings;
    private final long reserveBytes;

    private Spool(Disk disk, SpoolDirectories directories, String profile, List<String> warnings, long reserveBytes) {
        this.disk = disk;
        this.reserveBytes = reserveBytes;
        this.directories = directories;
        this.profile = profile;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Creates the directories that are missing, open to their owner alone, and looks at those that are there.
     *
     * @param profile for error messages
     * @throws SpoolException when one cannot be created, or is not a directory of our own: a symbolic link, somebody
     *     else's, or open to everybody
     */
    public static Spool open(Disk disk, SpoolDirectories directories, String profile) {
        List<String> warnings = new ArrayList<>();
        Set<Path> paths = new LinkedHashSet<>();
        for (Place place : Place.values()) {
            paths.add(directories.of(place));
        }
        for (Path path : paths) {
            DirectoryCheck.createAndCheck(disk, path, profile).ifPresent(warnings::add);
        }
        warnings.addAll(FileSystems.doubts(disk, paths, profile));
        return new Spool(disk, directories, profile, warnings, RESERVE_BYTES);
    }

    /** The same, which leaves other than {@link #RESERVE_BYTES} free when it receives. */
    public Spool leavingFree(long reserveBytes) {
        return new Spool(disk, directories, profile, warnings, reserveBytes);
    }

    /** What is odd about the directories and was accepted, one sentence each. Empty when all is well. */
    public List<String> warnings() {
        return warnings;
    }

    /** The disk below. */
    public Disk disk() {
        return disk;
    }

    /** Where the files of a place are. */
    public Path directory(Place place) {
        return directories.of(place);
    }

    /** All six. */
    public SpoolDirectories directories() {
        return directories;
    }

    /**
     * Begins a file in Incoming or Sent. A name that is taken leads to the next millisecond's.
     *
     * @param uptimeMillis milliseconds since the application started
     * @param name makes a name of the milliseconds it is given
     */
    public Draft draft(Place place, String label, long uptimeMillis, LongFunction<String> name) throws IOException {
        Path directory = directories.of(place);
        for (int i = 0; i < NAME_ATTEMPTS; i++) {
            Path target = directory.resolve(name.apply(uptimeMillis + i));
            Optional<Draft> draft = draft(target, label);
            if (draft.isPresent()) {
                return draft.get();
            }
        }
        throw new IOException(NAME_ATTEMPTS + " names like " + name.apply(uptimeMillis) + " are taken");
    }

    /** A draft of this very name; empty when the name is taken. Who has the draft has the name. */
    private Optional<Draft> draft(Path target, String label) throws IOException {
        Draft draft;
        try {
            draft = new Draft(disk, label, target, disk.create(part(target), label));
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        boolean free = false;
        try {
            free = disk.entry(target, label).isEmpty();
        } finally {
            if (!free) {
                draft.discard();
            }
        }
        return free ? Optional.of(draft) : Optional.empty();
    }

    /**
     * Makes drafts whole files, durably: forces each, renames each, forces each directory once. When it fails, none of them
     * is left under either name, as far as the disk allows.
     */
    public void commit(List<Draft> drafts) {
        try {
            prepare(drafts);
            publish(drafts);
        } catch (IOException e) {
            SpoolException failure = SpoolFailure.of(profile, drafts.get(0).target(), "writing the file", e);
            discard(drafts).ifPresent(failure::addSuppressed);
            throw failure;
        }
    }

    /** First half of {@link #commit}: the bytes are durable, the files closed and still {@code .part}. Twice does nothing. */
    public void prepare(List<Draft> drafts) throws IOException {
        List<Draft> open = drafts.stream().filter(Draft::isOpen).toList();
        List<DiskFile> files = new ArrayList<>(open.size());
        for (Draft draft : open) {
            files.add(draft.unforced());
        }
        disk.forceAll(files);
        for (Draft draft : open) {
            draft.forced();
        }
    }

    /** Second half of {@link #commit}, after {@link #prepare}: the names, durably. */
    public void publish(List<Draft> drafts) throws IOException {
        Set<Path> parents = new LinkedHashSet<>();
        for (Draft draft : drafts) {
            draft.name();
            parents.add(draft.target().getParent());
        }
        for (Path parent : parents) {
            disk.forceDirectory(parent, "spool");
        }
    }

    /** Discards every draft, also when one of them cannot be; what the disk said first. */
    public Optional<IOException> discard(List<Draft> drafts) {
        IOException first = null;
        for (Draft draft : drafts) {
            try {
                draft.discard();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                }
            }
        }
        return Optional.ofNullable(first);
    }

    /**
     * Moves a file to Processed, Failed or Loopback. Not durable.
     *
     * @return its new path; empty when somebody has removed it
     */
    public Optional<Path> settle(Path file, Place place, String label) {
        try {
            return move(file, place, label);
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file, "moving the file to " + directories.of(place), e);
        }
    }

    /** Makes every file moved to a place so far durable there. */
    public void forceNames(Place place, String label) {
        try {
            disk.forceDirectory(directories.of(place), label);
        } catch (IOException e) {
            throw SpoolFailure.of(profile, directories.of(place), "moving files there", e);
        }
    }

    /**
     * Copies a file to Incoming under its own name, whole and durable when it returns; what has the name there goes.
     *
     * @return the copy
     */
    public Path bringBack(Path file, String label) throws IOException {
        Path target = directories.incoming().resolve(file.getFileName());
        copy(file, target, label);
        disk.forceDirectory(directories.incoming(), label);
        return target;
    }

    /** Removes what {@link #bringBack} copied, whole or not; not durably. */
    public void forgetCopy(String leafName, String label) throws IOException {
        Path target = directories.incoming().resolve(leafName);
        disk.delete(part(target), label);
        disk.delete(target, label);
    }

    /** Removes a file, not durably; false when there was none. */
    public boolean remove(Path file, String label) {
        try {
            return disk.delete(file, label);
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file, "removing the file", e);
        }
    }

    /**
     * What services that ended without cleaning up left in Incoming. Looks at every name there once; Processed and the others
     * are never listed.
     *
     * @param isDead true for the {@link SpoolName#tag()} of a service that has ended
     */
    public Leftovers leftovers(Predicate<String> isDead) {
        List<Path> parts = new ArrayList<>();
        List<Path> messages = new ArrayList<>();
        List<Path> made = new ArrayList<>();
        List<Path> strays = new ArrayList<>();
        try (Disk.Listing names = disk.list(directories.incoming(), "incoming")) {
            while (names.hasNext()) {
                Path file = names.next();
                String name = file.getFileName().toString();
                boolean isPart = name.endsWith(Draft.PART);
                String whole = isPart ? name.substring(0, name.length() - Draft.PART.length()) : name;
                Optional<SpoolName.Parsed> parsed = SpoolName.parse(whole);
                if (parsed.isPresent() && !isDead.test(parsed.get().tag())) {
                    if (isPart) {
                        strays.add(file);
                    }
                } else if (parsed.isPresent()) {
                    boolean isMessage = parsed.get().kind() == SpoolName.Kind.MESSAGE;
                    (isPart ? parts : isMessage ? messages : made).add(file);
                }
            }
        } catch (IOException e) {
            throw SpoolFailure.of(profile, directories.incoming(), "listing the directory", e);
        } catch (java.io.UncheckedIOException e) {
            throw SpoolFailure.of(profile, directories.incoming(), "listing the directory", e.getCause());
        }
        return new Leftovers(parts, messages, made, strays);
    }

    /**
     * What dead services left in Incoming, in no order.
     *
     * @param parts files that were never whole: remove them
     * @param messages messages as retrieved
     * @param made attachments and original texts, named by an event or by nothing
     * @param strays files that were never whole, of services that are not known to be dead
     */
    public record Leftovers(List<Path> parts, List<Path> messages, List<Path> made, List<Path> strays) {
        public Leftovers {
            parts = List.copyOf(parts);
            messages = List.copyOf(messages);
            made = List.copyOf(made);
            strays = List.copyOf(strays);
        }
    }

    /** Bytes of messages that may be received now so that the reserve stays free; negative when it does not even now. */
    public long roomBytes() {
        return Math.floorDiv(usableBytes(directories.incoming()) - reserveBytes, COPIES);
    }

    /** Of the directories that receiving writes to, the one with the least free space. */
    public FreeSpace leastFree() {
        FreeSpace least = null;
        for (Path each : List.of(directories.incoming(), directories.queued(), directories.failed())) {
            FreeSpace free = new FreeSpace(each, usableBytes(each));
            least = least == null || free.bytes() < least.bytes() ? free : least;
        }
        return least;
    }

    /**
     * Free space on the volume of a directory.
     *
     * @param directory one that is on it
     * @param bytes that may still be written
     */
    public record FreeSpace(Path directory, long bytes) {}

    /** True when a message of this size may be written to Sent and {@link #SENDING_RESERVE_BYTES} stay free. */
    public boolean hasRoomToSend(long sizeBytes) {
        return usableBytes(directories.sent()) - SENDING_RESERVE_BYTES >= sizeBytes;
    }

    private long usableBytes(Path directory) {
        try {
            return disk.usableBytes(directory, "spool");
        } catch (IOException e) {
            throw SpoolFailure.of(profile, directory, "asking for free space", e);
        }
    }

    private Optional<Path> move(Path file, Place place, String label) throws IOException {
        Optional<DiskEntry> source = disk.entry(file, label);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        Path target = freeTarget(directories.of(place), file.getFileName().toString(), label);
        try {
            disk.rename(file, target, label);
        } catch (AtomicMoveNotSupportedException e) {
            copy(file, target, label);
            disk.forceDirectory(target.getParent(), label);
            disk.delete(file, label);
        }
        return Optional.of(target);
    }

    /** The file's own name, or the same with later milliseconds when another file has it. */
    private Path freeTarget(Path directory, String name, String label) throws IOException {
        Path target = directory.resolve(name);
        int dot = name.lastIndexOf('.');
        for (int i = 1; disk.entry(target, label).isPresent(); i++) {
            if (i > NAME_ATTEMPTS) {
                throw new IOException(NAME_ATTEMPTS + " names like " + name + " are taken");
            }
            int last = name.lastIndexOf('_', dot) + 1;
            String number = SpoolName.parse(name).isPresent()
                    ? Long.toHexString(Long.parseUnsignedLong(name.substring(last, dot), 16) + i)
                    : name.substring(last, dot) + "-" + i;
            target = directory.resolve(name.substring(0, last) + number + name.substring(dot));
        }
        return target;
    }

    /** Copies to another file system; under the final name the copy is whole and its bytes are durable. */
    private void copy(Path file, Path target, String label) throws IOException {
        Path part = part(target);
        disk.delete(part, label); // an earlier move that died here; the file's name is ours alone
        try (DiskFile out = disk.create(part, label);
                SeekableByteChannel in = disk.read(file, label)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            while (in.read(chunk.clear()) >= 0) {
                out.write(chunk.array(), 0, chunk.position());
            }
            out.force();
        } catch (IOException e) {
            disk.delete(part, label);
            throw e;
        }
        disk.rename(part, target, label);
    }

    private static Path part(Path target) {
        return target.resolveSibling(target.getFileName() + Draft.PART);
    }
}
