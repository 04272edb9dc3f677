package io.mailroom.testkit;

import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.ForwardingDisk;
import io.mailroom.wire.Connector;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.TlsSetup;
import io.mailroom.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Our own protocol with one flaw, to test whether the tests notice: a barrier that does nothing, or a step that is taken only
 * after a later one. The library is not changed for it; a mutant stands between it and its disk and network.
 *
 * <p>Steps have the names of {@link FaultyDisk}, followed by the innermost methods of the library that take them, so that two
 * barriers of one kind can be told apart; what goes to a server is named by its text:
 *
 * <pre>
 * index.forceDirectory in IdFile.forceName, SeenIds.finishSession
 * wire.write DELE 1
 * handler
 * </pre>
 *
 * For one run at a time.
 */
public final class ProtocolMutant {
    private static final String OURS = "io.mailroom.";
    private static final String TEST_KIT = "io.mailroom.testkit.";
    private static final Set<String> PASSING_ON = Set.of("io.mailroom.spool.Disk", "io.mailroom.spool.ForwardingDisk");
    private static final int FRAMES = 3;
    private static final String HANDLER = "handler";
    private static final Predicate<String> NEVER = ProtocolMutant::never;

    private final String name;
    private final Predicate<String> dropped;
    private final Predicate<String> held;
    private final Predicate<String> until;
    private final Set<String> steps;
    private final List<Step> waiting = new ArrayList<>();
    private final AtomicInteger applied;

    private interface Step {
        void take() throws IOException;
    }

    private ProtocolMutant(
            String name,
            Predicate<String> dropped,
            Predicate<String> held,
            Predicate<String> until,
            Set<String> steps) {
        this(name, dropped, held, until, steps, new AtomicInteger());
    }

    private ProtocolMutant(
            String name,
            Predicate<String> dropped,
            Predicate<String> held,
            Predicate<String> until,
            Set<String> steps,
            AtomicInteger applied) {
        this.name = name;
        this.applied = applied;
        this.dropped = dropped;
        this.held = held;
        this.until = until;
        this.steps = steps;
    }

    private static boolean never(String step) {
        return false;
    }

    /** No flaw, and it is not even asked. */
    public static ProtocolMutant none() {
        return new ProtocolMutant("none", NEVER, NEVER, NEVER, new LinkedHashSet<>());
    }

    /** No flaw: it only learns the names of the steps. */
    public static ProtocolMutant learning() {
        return new ProtocolMutant("learning", any -> false, NEVER, NEVER, new LinkedHashSet<>());
    }

    /** These steps, which must be forces, do nothing. */
    public static ProtocolMutant without(String name, Predicate<String> steps) {
        return new ProtocolMutant("without " + name, steps, NEVER, NEVER, new LinkedHashSet<>());
    }

    /**
     * Steps of this label that are taken in one of these methods; in any when there are none.
     *
     * @param label such as {@code event.forceDirectory}, or the end of one, such as {@code raw.force}
     * @param methods such as {@code StagedEvents.stage}
     */
    public static Predicate<String> step(String label, String... methods) {
        return step -> (step.startsWith(label + " in ") || step.contains("." + label + " in "))
                && (methods.length == 0 || Arrays.stream(methods).anyMatch(step::contains));
    }

    /**
     * Steps that are held back until another one was taken.
     *
     * @param name for reports
     * @param held writes, forces, renames, deletions, and the call of the handler
     * @param until the step after which they take place
     */
    public static ProtocolMutant late(String name, Predicate<String> held, Predicate<String> until) {
        return new ProtocolMutant(name, NEVER, held, until, new LinkedHashSet<>());
    }

    /** The same flaw in a new life of the library, which knows nothing of steps that were held back. */
    ProtocolMutant reborn() {
        return new ProtocolMutant(name, dropped, held, until, steps, applied);
    }

    /** How many steps it dropped or held back, in all its lives. */
    public int applied() {
        return applied.get();
    }

    /** What it is called in reports. */
    public String name() {
        return name;
    }

    /** Names of the changing steps of all its lives so far, each once. */
    public List<String> steps() {
        return List.copyOf(steps);
    }

    /** The flaw over a disk. */
    public Disk over(Disk disk) {
        return isNone() ? disk : new FlawedDisk(disk);
    }

    /** The flaw over a network. */
    public Connector over(Connector connector) {
        return isNone() ? connector : (endpoint, timeout) -> new FlawedWire(connector.connect(endpoint, timeout));
    }

    /** The flaw over a handler: when its call is held back, the event counts as accepted before. */
    public EventHandler over(EventHandler handler) {
        return isNone() ? handler : event -> called(handler, event);
    }

    private Outcome called(EventHandler handler, InboundEvent event) throws Exception {
        if (held.test(HANDLER)) {
            applied.incrementAndGet();
            waiting.add(() -> handleLate(handler, event));
            return Outcome.ACCEPTED;
        }
        Outcome outcome = handler.handle(event);
        took(HANDLER);
        return outcome;
    }

    private static void handleLate(EventHandler handler, InboundEvent event) throws IOException {
        try {
            handler.handle(event);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private boolean isNone() {
        return dropped == NEVER && held == NEVER;
    }

    private void step(String step, Step taken) throws IOException {
        String at = step + " in " + where();
        if (dropped.test(at)) {
            applied.incrementAndGet();
            return;
        }
        if (held.test(at)) {
            applied.incrementAndGet();
            waiting.add(taken);
            return;
        }
        taken.take();
        took(at);
    }

    private void took(String step) throws IOException {
        steps.add(step);
        if (until.test(step)) {
            List<Step> now = new ArrayList<>(waiting);
            waiting.clear();
            for (Step each : now) {
                each.take();
            }
        }
    }

    private static String where() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(ProtocolMutant::tells)
                        .map(ProtocolMutant::method)
                        .distinct()
                        .limit(FRAMES)
                        .reduce((inner, outer) -> inner + ", " + outer)
                        .orElse("a test"));
    }

    /** A method of the library, other than of a disk that only passes calls on. */
    private static boolean tells(StackWalker.StackFrame frame) {
        String type = frame.getClassName();
        return type.startsWith(OURS) && !type.startsWith(TEST_KIT) && !PASSING_ON.contains(type);
    }

    private static String method(StackWalker.StackFrame frame) {
        String type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
        return type.replaceAll("\\$.*", "") + "." + frame.getMethodName().replaceAll("^lambda\\$(\\w+)\\$\\d+$", "$1");
    }

    private final class FlawedDisk extends ForwardingDisk {
        FlawedDisk(Disk disk) {
            super(disk);
        }

        @Override
        public DiskFile create(Path file, String label) throws IOException {
            return new FlawedFile(super.create(file, label), label);
        }

        @Override
        public DiskFile append(Path file, String label) throws IOException {
            return new FlawedFile(super.append(file, label), label);
        }

        @Override
        public void rename(Path from, Path to, String label) throws IOException {
            step(label + ".rename", () -> disk().rename(from, to, label));
        }

        @Override
        public boolean delete(Path file, String label) throws IOException {
            boolean there = disk().entry(file, label).isPresent();
            step(label + ".delete", () -> disk().delete(file, label));
            return there;
        }

        @Override
        public void forceDirectory(Path directory, String label) throws IOException {
            step(label + ".forceDirectory", () -> disk().forceDirectory(directory, label));
        }
    }

    private final class FlawedFile implements DiskFile {
        private final DiskFile file;
        private final String label;
        private boolean isHeld;

        FlawedFile(DiskFile file, String label) {
            this.file = file;
            this.label = label;
        }

        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
            isHeld |= held.test(label + ".write in " + where());
            step(label + ".write", () -> file.write(copy, 0, length));
        }

        @Override
        public void force() throws IOException {
            isHeld |= held.test(label + ".force in " + where());
            step(label + ".force", file::force);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            if (isHeld) {
                waiting.add(file::close);
            } else {
                file.close();
            }
        }
    }

    private final class FlawedWire implements Wire {
        private final Wire wire;

        FlawedWire(Wire wire) {
            this.wire = wire;
        }

        @Override
        public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
            return wire.read(into, offset, length, timeout);
        }

        @Override
        public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
            wire.write(from, offset, length, timeout);
            took("wire.write " + new String(from, offset, length, StandardCharsets.ISO_8859_1).strip());
        }

        @Override
        public String upgrade(TlsSetup tls, Endpoint endpoint, Duration timeout) throws IOException {
            return wire.upgrade(tls, endpoint, timeout);
        }

        @Override
        public String remoteAddress() {
            return wire.remoteAddress();
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
