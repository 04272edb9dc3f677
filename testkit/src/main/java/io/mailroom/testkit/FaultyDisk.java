package io.mailroom.testkit;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskEntry;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.DiskLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * A disk that fails on request. Steps are counted from 1; each has a name made of the caller's label and the operation, such
 * as {@code pop3.raw.force}. A plan says what happens at which step.
 *
 * <pre>
 * int steps = count(run);                                    a run without a fault, to learn how many there are
 * FaultyDisk faulty = FaultyDisk.around(disk).failAt(7, DiskFaults::noSpace);
 * </pre>
 *
 * Usable from any thread; the order of steps is then that of the threads. Reading the names of an open listing is no step.
 */
public final class FaultyDisk implements Disk {
    private static final Set<String> CHANGING = Set.of(
            "create", "append", "write", "force", "rename", "delete", "createDirectories", "forceDirectory", "lock");

    private final Disk disk;
    private final List<String> names = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private BiPredicate<Integer, String> fails = (step, name) -> false;
    private Supplier<IOException> failure = DiskFaults::ioError;
    private int crashBefore;
    private int crashAfter;
    private int tornStep;
    private int tornBytes;
    private boolean forcesNothing;
    private boolean dead;
    private IntConsumer beforeEach = step -> {};
    private IntConsumer afterEach = step -> {};

    private FaultyDisk(Disk disk) {
        this.disk = Objects.requireNonNull(disk, "disk");
    }

    /** Breaks nothing yet. */
    public static FaultyDisk around(Disk disk) {
        return new FaultyDisk(disk);
    }

    /** The n-th step fails instead of taking place, once. */
    public FaultyDisk failAt(int step, Supplier<IOException> with) {
        return failWhere((number, name) -> number == step, with);
    }

    /** The n-th step and all that follow fail instead of taking place. */
    public FaultyDisk failFrom(int step, Supplier<IOException> with) {
        return failWhere((number, name) -> number >= step, with);
    }

    /** Steps fail whose number and name the test accepts. */
    public synchronized FaultyDisk failWhere(BiPredicate<Integer, String> accepts, Supplier<IOException> with) {
        fails = accepts;
        failure = with;
        return this;
    }

    /** The process dies when it is about to take the n-th step. */
    public synchronized FaultyDisk crashBefore(int step) {
        crashBefore = step;
        return this;
    }

    /** The process dies right after the n-th step took place. */
    public synchronized FaultyDisk crashAfter(int step) {
        crashAfter = step;
        return this;
    }

    /** The process dies in the n-th step, if that is a write, when this many of its bytes are written. */
    public synchronized FaultyDisk tearWriteAt(int step, int bytes) {
        tornStep = step;
        tornBytes = bytes;
        return this;
    }

    /** Force and forceDirectory succeed and do nothing, as on storage that lies. */
    public synchronized FaultyDisk lying() {
        forcesNothing = true;
        return this;
    }

    /** Runs before each step with its number: halts the process, waits, checks. */
    public synchronized FaultyDisk before(IntConsumer action) {
        beforeEach = action;
        return this;
    }

    /** Runs after each step that took place, with its number. */
    public synchronized FaultyDisk after(IntConsumer action) {
        afterEach = action;
        return this;
    }

    /** Takes all faults back, but not a death; the count goes on. */
    public synchronized FaultyDisk healed() {
        fails = (step, name) -> false;
        crashBefore = 0;
        crashAfter = 0;
        tornStep = 0;
        forcesNothing = false;
        return this;
    }

    /** Steps so far, those included that failed. */
    public synchronized int steps() {
        return names.size();
    }

    /** Names of the steps so far, in order. */
    public synchronized List<String> stepNames() {
        return List.copyOf(names);
    }

    /** True when a step of this name can leave the disk other than it was. */
    public static boolean changesSomething(String stepName) {
        return CHANGING.contains(stepName.substring(stepName.lastIndexOf('.') + 1));
    }

    /** Name of a step, by its number. */
    public synchronized String name(int step) {
        return names.get(step - 1);
    }

    /** The file or directory of a step, by its number. */
    public synchronized Path file(int step) {
        return files.get(step - 1);
    }

    /** True once a crash was played; every later step crashes too. */
    public synchronized boolean isDead() {
        return dead;
    }

    @Override
    public DiskFile create(Path file, String label) throws IOException {
        return new FaultyFile(step(file, label, "create", () -> disk.create(file, label)), label);
    }

    @Override
    public DiskFile append(Path file, String label) throws IOException {
        return new FaultyFile(step(file, label, "append", () -> disk.append(file, label)), label);
    }

    @Override
    public SeekableByteChannel read(Path file, String label) throws IOException {
        return new FaultyChannel(file, step(file, label, "open", () -> disk.read(file, label)), label);
    }

    @Override
    public void rename(Path from, Path to, String label) throws IOException {
        step(from, label, "rename", () -> {
            disk.rename(from, to, label);
            return true;
        });
    }

    @Override
    public boolean delete(Path file, String label) throws IOException {
        return step(file, label, "delete", () -> disk.delete(file, label));
    }

    @Override
    public Optional<DiskEntry> entry(Path file, String label) throws IOException {
        return step(file, label, "entry", () -> disk.entry(file, label));
    }

    @Override
    public Listing list(Path directory, String label) throws IOException {
        return step(directory, label, "list", () -> disk.list(directory, label));
    }

    @Override
    public void createDirectories(Path directory, String label) throws IOException {
        step(directory, label, "createDirectories", () -> {
            disk.createDirectories(directory, label);
            return true;
        });
    }

    @Override
    public void forceDirectory(Path directory, String label) throws IOException {
        step(directory, label, "forceDirectory", () -> {
            if (!liesAboutForce()) {
                disk.forceDirectory(directory, label);
            }
            return true;
        });
    }

    @Override
    public Optional<DiskLock> lock(Path file, String label) throws IOException {
        return step(file, label, "lock", () -> disk.lock(file, label));
    }

    @Override
    public long usableBytes(Path path, String label) throws IOException {
        return step(path, label, "usableBytes", () -> disk.usableBytes(path, label));
    }

    private interface DiskCall<T> {
        T call() throws IOException;
    }

    private <T> T step(Path file, String label, String operation, DiskCall<T> call) throws IOException {
        int number = begin(file, label + "." + operation);
        try {
            return call.call();
        } finally {
            end(number); // an answer such as "no such file" is a step like any other
        }
    }

    private int begin(Path file, String name) throws IOException {
        IntConsumer action;
        int number;
        synchronized (this) {
            if (dead) {
                throw new SimulatedCrash("already dead at " + name);
            }
            names.add(name);
            files.add(file);
            number = names.size();
            action = beforeEach;
        }
        action.accept(number);
        synchronized (this) {
            if (number == crashBefore) {
                dead = true;
                throw new SimulatedCrash("before step " + number + ", " + name);
            }
            if (fails.test(number, name)) {
                throw failure.get();
            }
        }
        return number;
    }

    private void end(int number) {
        IntConsumer action;
        synchronized (this) {
            if (number == crashAfter) {
                dead = true;
                throw new SimulatedCrash("after step " + number + ", " + names.get(number - 1));
            }
            action = afterEach;
        }
        action.accept(number);
    }

    private synchronized boolean liesAboutForce() {
        return forcesNothing;
    }

    private synchronized int bytesBeforeDeath(int number) {
        return number == tornStep ? tornBytes : -1;
    }

    private synchronized SimulatedCrash die(String where) {
        dead = true;
        return new SimulatedCrash(where);
    }

    private final class FaultyFile implements DiskFile {
        private final DiskFile file;
        private final String label;
        private boolean closed;

        FaultyFile(DiskFile file, String label) {
            this.file = file;
            this.label = label;
        }

        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int number = begin(path(), label + ".write");
            int torn = bytesBeforeDeath(number);
            if (torn >= 0) {
                file.write(bytes, offset, Math.min(torn, length));
                throw die("in step " + number + ", " + label + ".write");
            }
            try {
                file.write(bytes, offset, length);
            } finally {
                end(number);
            }
        }

        @Override
        public void force() throws IOException {
            step(path(), label, "force", () -> {
                if (!liesAboutForce()) {
                    file.force();
                }
                return true;
            });
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try {
                step(path(), label, "close", () -> true);
            } finally {
                file.close(); // a failing close gives the handle back all the same, and death does too
            }
        }
    }

    private final class FaultyChannel implements SeekableByteChannel {
        private final Path file;
        private final SeekableByteChannel channel;
        private final String label;

        FaultyChannel(Path file, SeekableByteChannel channel, String label) {
            this.file = file;
            this.channel = channel;
            this.label = label;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return step(file, label, "read", () -> channel.read(into));
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            return channel.write(from);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            channel.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            channel.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
