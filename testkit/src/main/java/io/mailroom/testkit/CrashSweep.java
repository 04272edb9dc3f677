package io.mailroom.testkit;

import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.wire.Connector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same small script again and again, each time with one fault at the next step, starts the library anew, and
 * compares: what went in against what was handled, what the server holds and what lies in the spool.
 */
public final class CrashSweep {
    /** Polls after a fault; every second one restarts the library. */
    private static final int POLLS_TO_RECOVER = 4;
    /** No script takes so many steps; a sweep that does is stuck. */
    private static final int MOST_STEPS = 5_000;

    private final CommunicationsDriver driver;
    private final Profile profile;
    private final Supplier<MailServerDouble> newServer;
    private final Map<String, byte[]> script = new LinkedHashMap<>();

    /** What happens at the step. */
    public enum Fault {
        /** The process dies instead of taking it. */
        CRASH_BEFORE,
        /** The process dies when it is done. */
        CRASH_AFTER,
        /** It fails, once. */
        FAIL_ONCE,
        /** It fails, and so does each one after it until the library starts anew. */
        FAIL_FROM
    }

    /**
     * What a sweep found.
     *
     * @param steps of a run without a fault
     * @param runs with a fault
     * @param repeats events handled again, flagged
     * @param violations of what was promised, one sentence each
     */
    public record Report(int steps, int runs, int repeats, List<String> violations) {}

    /** A sweep over the usual script: three messages, one with an attachment. */
    public CrashSweep(CommunicationsDriver driver, Profile profile, Supplier<MailServerDouble> newServer) {
        this.driver = driver;
        this.profile = profile;
        this.newServer = newServer;
        script.put("uid-1", Mails.plain("token-1"));
        script.put("uid-2", Mails.withAttachment("token-2"));
        script.put("uid-3", Mails.plain("token-3"));
    }

    /**
     * Every step on disk.
     *
     * @param error what a step that fails throws; null for crashes
     * @param powerCutStates after each crash, how many states of the disk that a power cut may leave are recovered from; 0
     *     for the death of the process alone
     */
    public Report overDisk(Fault fault, @Nullable Supplier<IOException> error, int powerCutStates) {
        Tally tally = new Tally();
        for (int step = 1; step <= MOST_STEPS; step++) {
            Run run = new Run();
            run.breakDisk(fault, step, error);
            run.play();
            if (run.faultyDisk.steps() < step) {
                return tally.report(run.faultyDisk.steps());
            }
            String where = fault + " at step " + step + " "
                    + run.faultyDisk.stepNames().get(step - 1);
            if (powerCutStates == 0) {
                run.recover(run.disk.processDied(), where, tally);
            } else {
                CrashStates.of(run.disk)
                        .visit(powerCutStates, step, state -> run.copy().recover(state, where + ", power cut", tally));
            }
        }
        throw new IllegalStateException("more than " + MOST_STEPS + " steps");
    }

    /** Every step on the wire. */
    public Report overWire(Fault fault) {
        Tally tally = new Tally();
        for (int step = 1; step <= MOST_STEPS; step++) {
            Run run = new Run();
            run.breakWire(fault, step);
            run.play();
            if (run.faultyWire.operations() < step) {
                return tally.report(run.faultyWire.operations());
            }
            run.recover(run.disk.processDied(), fault + " at wire step " + step, tally);
        }
        throw new IllegalStateException("more than " + MOST_STEPS + " steps");
    }

    private static final class Tally {
        private final List<String> violations = new ArrayList<>();
        private int runs;
        private int repeats;

        Report report(int steps) {
            return new Report(steps, runs, repeats, violations);
        }
    }

    /** One run of the script, and what the world looks like after it. */
    private final class Run {
        private final MemoryDisk disk = new MemoryDisk();
        private final MailServerDouble server;
        private final RecordingHandler handler;
        private final List<String> early = new ArrayList<>();
        private final FaultyDisk faultyDisk = FaultyDisk.around(disk);
        private FaultyWire faultyWire;

        Run() {
            this(newServer.get(), new RecordingHandler());
            script.forEach(server::holds);
            server.observedBy(new Invariants(disk, handler, early));
        }

        private Run(MailServerDouble server, RecordingHandler handler) {
            this.server = server;
            this.handler = handler;
            this.faultyWire = FaultyWire.around(server.connector());
        }

        /** The same world for one more recovery: the mailbox as it is, and a handler that remembers. */
        Run copy() {
            MailServerDouble same = newServer.get();
            server.uids().forEach(uid -> same.holds(uid, script.get(uid)));
            RecordingHandler remembers = new RecordingHandler();
            handler.events().forEach(event -> {
                try {
                    remembers.handle(event);
                } catch (Exception e) {
                    throw new IllegalStateException("A handler that only records failed", e);
                }
            });
            Run copy = new Run(same, remembers);
            copy.early.addAll(early);
            return copy;
        }

        void breakDisk(Fault fault, int step, @Nullable Supplier<IOException> error) {
            switch (fault) {
                case CRASH_BEFORE -> faultyDisk.crashBefore(step);
                case CRASH_AFTER -> faultyDisk.crashAfter(step);
                case FAIL_ONCE -> faultyDisk.failAt(step, error);
                case FAIL_FROM -> faultyDisk.failFrom(step, error);
            }
        }

        void breakWire(Fault fault, int step) {
            switch (fault) {
                case CRASH_BEFORE -> faultyWire.before(at -> dieAt(at, step));
                case CRASH_AFTER -> faultyWire.after(at -> dieAt(at, step));
                case FAIL_ONCE, FAIL_FROM -> faultyWire.failAt(step);
            }
        }

        private void dieAt(int at, int step) {
            if (at == step) {
                faultyDisk.crashBefore(faultyDisk.steps() + 1); // and nothing more reaches the disk
                throw new SimulatedCrash("wire step " + step);
            }
        }

        /** Two polls, as far as the fault lets them. */
        void play() {
            Mailroom mailroom = null;
            try {
                mailroom = mailroom(faultyDisk, faultyWire);
                mailroom.pollWhateverHappens();
                mailroom.pollWhateverHappens();
                mailroom.close();
            } catch (SimulatedCrash dead) {
                abandon(mailroom);
            } catch (RuntimeException failed) {
                abandon(mailroom);
            }
        }

        /** What the system does for a process that died: its connections close. */
        private void abandon(@Nullable Mailroom mailroom) {
            try {
                if (mailroom != null) {
                    mailroom.close();
                }
            } catch (SimulatedCrash | RuntimeException dead) {
                return; // a dead disk takes no orderly end, and needs none
            }
        }

        void recover(MemoryDisk state, String where, Tally tally) {
            tally.runs++;
            try {
                for (int i = 0; i < POLLS_TO_RECOVER; i += 2) {
                    try (Mailroom mailroom = mailroom(state, server.connector())) {
                        mailroom.pollWhateverHappens();
                        mailroom.pollWhateverHappens();
                    }
                }
            } catch (RuntimeException e) {
                tally.violations.add(where + ": recovery failed with " + e);
                return;
            }
            judge(state, where, tally);
        }

        private void judge(MemoryDisk state, String where, Tally tally) {
            early.forEach(violation -> tally.violations.add(where + ": " + violation));
            script.values().forEach(mail -> judgeMail(token(mail), where, tally));
            boolean leaves =
                    profile.overrides().stream().anyMatch(each -> each.name().equals("Leave Messages On Server"));
            if (!leaves && !server.uids().isEmpty()) {
                tally.violations.add(where + ": still on the server: " + server.uids());
            }
            List<Path> left = SpoolContent.ofMessages(state).stream()
                    .filter(file -> !file.startsWith(Mailroom.HOME.resolve("processed")))
                    .toList();
            if (!left.isEmpty()) {
                tally.violations.add(where + ": left in the spool: " + left);
            }
        }

        private void judgeMail(String token, String where, Tally tally) {
            List<InboundEvent> events = handler.events().stream()
                    .filter(event -> event.fields().get(EventFields.SUBJECT).equals(token))
                    .toList();
            if (events.isEmpty()) {
                tally.violations.add(where + ": lost " + token);
            }
            for (InboundEvent again : events.subList(Math.min(1, events.size()), events.size())) {
                tally.repeats++;
                if (!again.possibleDuplicate()) {
                    tally.violations.add(where + ": " + token + " handled again without a flag");
                }
                if (!again.eventId().equals(events.get(0).eventId())) {
                    tally.violations.add(where + ": " + token + " handled again under another id");
                }
            }
        }

        private Mailroom mailroom(io.mailroom.spool.Disk on, Connector over) {
            return Mailroom.with(driver, profile)
                    .disk(on)
                    .connector(over)
                    .handler(handler)
                    .build();
        }
    }

    /** I1 and I2, asked at the moment the server hears of a mark and of the commit; durable means after a power cut. */
    private record Invariants(MemoryDisk disk, RecordingHandler handler, List<String> violations)
            implements MailServerDouble.Observer {
        @Override
        public void marking(String uid, byte[] message) {
            if (handled(token(message))) {
                return; // a session that reconciles deletes what was handled before
            }
            boolean stored = durable().files().entrySet().stream()
                    .anyMatch(file -> file.getKey().toString().endsWith(".tmp")
                            && java.util.Arrays.equals(file.getValue(), message));
            boolean queued = isQueued(token(message));
            if (!stored && !queued) {
                violations.add("I1: " + uid + " was marked deleted before it was safe");
            }
        }

        @Override
        public void committing(List<String> markedUids) {
            for (String uid : markedUids) {
                String token = "token-" + uid.substring(uid.lastIndexOf('-') + 1);
                if (!handled(token) && !isQueued(token)) {
                    violations.add("I2: the session was committed before " + uid + " had an outcome");
                }
            }
        }

        private boolean handled(String token) {
            return handler.subjects().contains(token);
        }

        private boolean isQueued(String token) {
            return durable().files().entrySet().stream()
                    .anyMatch(file -> file.getKey().getFileName().toString().startsWith("CIR_")
                            && new String(file.getValue(), StandardCharsets.UTF_8).contains(token));
        }

        private MemoryDisk durable() {
            List<MemoryDisk> least = new ArrayList<>();
            CrashStates.of(disk).visit(1, 0, least::add);
            return least.get(0);
        }
    }

    private static String token(byte[] mail) {
        String text = new String(mail, StandardCharsets.UTF_8);
        int from = text.indexOf("Subject: ") + "Subject: ".length();
        return text.substring(from, text.indexOf('\r', from));
    }
}
