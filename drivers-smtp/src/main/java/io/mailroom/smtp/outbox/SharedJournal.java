package io.mailroom.smtp.outbox;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.Draft;
import io.mailroom.spool.SmallFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The newest lines of all journals of a profile in one file, so that one force makes those of several messages durable.
 * A line here is {@code ID line-of-its-journal}; {@code ID end} says that the lines of a passing message no longer matter.
 *
 * <pre>
 * thread 1  dot of A  written .. forced together with B ......... goes on
 * thread 2  dot of B  written .. waits for that force ........... goes on
 * </pre>
 *
 * <p>When the file has grown to {@link #LARGEST} its lines move to the journals of their own, as they do at the end and
 * after a crash; only those of passing messages, which have none, stay. A line may thus be in both places for a while.
 * Usable from any thread.
 */
public final class SharedJournal implements AutoCloseable {
    /** How its name ends. */
    public static final String ENDING = ".journal";

    /** The file is emptied when it is longer: 256 KiB, the lines of some 500 messages. */
    public static final int LARGEST = 256 * 1024;

    /** What is read of it at most; one addition may be as long as the journal of 100,000 recipients. */
    static final int MOST_READ = 64 * 1024 * 1024;

    private static final String LABEL = "shared";
    private static final String END = "end";

    private final Disk disk;
    private final Path path;
    private final OutboxFiles files;
    private final int largest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, List<String>> queued = new LinkedHashMap<>();
    private final Map<String, List<String>> passing = new LinkedHashMap<>();
    private @Nullable DiskFile file;
    private long added;
    private long durable;
    private boolean forcing;
    private boolean closed;

    /**
     * @param path in the directory of the files
     * @param largest when the file is longer its lines move on; {@link #LARGEST} but in tests
     */
    public SharedJournal(Disk disk, Path path, OutboxFiles files, int largest) {
        this.disk = disk;
        this.path = path;
        this.files = files;
        this.largest = largest;
    }

    /** Moves what an earlier process left to the journals of the messages. */
    public void recover() throws IOException {
        Map<String, List<String>> left = new LinkedHashMap<>();
        try {
            for (String line : JournalLine.read(SmallFile.read(disk, path, MOST_READ, LABEL))) {
                int blank = line.indexOf(' ');
                String id = line.substring(0, blank);
                if (line.substring(blank + 1).equals(END)) {
                    left.remove(id);
                } else {
                    left.computeIfAbsent(id, key -> new ArrayList<>()).add(line.substring(blank + 1));
                }
            }
        } catch (NoSuchFileException none) {
            return;
        }
        files.add(left);
        disk.delete(path, LABEL);
    }

    /** Adds lines to the journal of a message in the outbox. They are durable when this returns. */
    public void add(String id, List<String> lines) throws IOException {
        add(queued, id, lines);
    }

    /** The same for a message that is only passing: it has no journal unless the process dies, or its answer is lost. */
    public void addPassing(String id, List<String> lines) throws IOException {
        add(passing, id, lines);
    }

    private void add(Map<String, List<String>> to, String id, List<String> lines) throws IOException {
        lock.lock();
        try {
            to.computeIfAbsent(id, key -> new ArrayList<>()).addAll(lines);
            long mine = ++added;
            write(id, lines);
            while (durable < mine) {
                if (forcing) {
                    changed.awaitUninterruptibly();
                } else if (file == null) {
                    renew();
                } else {
                    force(file);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What was said of a message is done with: it has left, or its own journal says it all. Not durable; the lines of a
     * message of the outbox stay until the removal of its files is.
     */
    public void end(String id) throws IOException {
        lock.lock();
        try {
            queued.remove(id);
            if (passing.remove(id) != null) {
                write(id, List.of(END));
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(String id, List<String> lines) throws IOException {
        DiskFile open = file;
        if (open != null) {
            byte[] bytes = JournalLine.bytes(withId(id, lines));
            open.write(bytes, 0, bytes.length);
        }
    }

    private static List<String> withId(String id, List<String> lines) {
        return lines.stream().map(line -> id + ' ' + line).toList();
    }

    /** Lets others write meanwhile; what they write is for the next force. Guarded by the lock. */
    private void force(DiskFile open) throws IOException {
        if (open.size() > largest) {
            renew();
            return;
        }
        long covered = added;
        boolean forced = false;
        forcing = true;
        lock.unlock();
        try {
            open.force();
            forced = true;
        } finally {
            lock.lock();
            forcing = false;
            changed.signalAll();
            if (forced) {
                durable = covered;
            } else {
                letGo(); // the system may have dropped what it could not write; another file is begun
            }
        }
    }

    /** Begins a new file, which makes every line so far durable. Guarded by the lock, while nobody forces. */
    private void renew() throws IOException {
        if (closed) {
            throw new IOException("the outbox is closed");
        }
        letGo();
        files.add(queued); // and what was removed stays so, before the lines go that would remove it again
        Path part = path.resolveSibling(path.getFileName() + Draft.PART);
        disk.delete(part, LABEL);
        DiskFile fresh = disk.create(part, LABEL);
        boolean begun = false;
        try {
            List<String> lines = new ArrayList<>();
            passing.forEach((id, of) -> lines.addAll(withId(id, of)));
            byte[] bytes = JournalLine.bytes(lines);
            fresh.write(bytes, 0, bytes.length);
            fresh.force();
            disk.rename(part, path, LABEL);
            disk.forceDirectory(files.directory(), LABEL);
            begun = true;
        } finally {
            if (!begun) {
                fresh.close();
            }
        }
        queued.clear();
        file = fresh;
        durable = added;
        changed.signalAll();
    }

    private void letGo() throws IOException {
        DiskFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }

    /** Moves all lines to the journals of their own. What is added later is refused. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            while (forcing) {
                changed.awaitUninterruptibly();
            }
            closed = true;
            boolean begun = file != null;
            letGo();
            if (begun) {
                files.add(queued);
                queued.clear();
                if (passing.isEmpty()) {
                    disk.delete(path, LABEL);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
