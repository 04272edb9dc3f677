package io.mailroom.testkit;

import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spool.Disk;
import io.mailroom.testkit.CrashSweep.Fault;
import io.mailroom.testkit.CrashSweep.ScriptedMail;
import io.mailroom.testkit.CrashSweep.Tally;
import io.mailroom.testkit.CrashSweep.Way;
import io.mailroom.wire.Connector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of a sweep's script, and what the world looks like after it: the disk, the mailbox, and what was handled. */
final class SweepWorld {
    private static final int POLLS_OF_A_LIFE = 2;
    private static final int LIVES_TO_RECOVER = 2;
    private static final int DEFAULT_BATCH = 100;

    private static final String CRASH = ".crash";
    private static final Path STORE = Path.of("/store");

    private final Setup setup;
    private final List<ScriptedMail> stillToCome;
    private final MemoryDisk disk;
    private final MailServerDouble server;
    private final RecordingHandler handler;
    private final List<String> early;
    private final FaultyDisk faultyDisk;
    private final FaultyWire faultyWire;
    private SweepChecks checks;

    /**
     * What all runs of a sweep have in common.
     *
     * @param prepare what is done to the server before a run
     * @param mutant the flaw of the library
     * @param way how events get to the handler
     * @param diesTwice true when a life and its recovery end in death: an event may be put aside for it
     */
    record Setup(
            CommunicationsDriver driver,
            Profile profile,
            Supplier<MailServerDouble> newServer,
            Consumer<MailServerDouble> prepare,
            List<ScriptedMail> script,
            ProtocolMutant mutant,
            Way way,
            boolean diesTwice) {}

    /** A run that has not begun. */
    SweepWorld(Setup setup) {
        this(setup, new MemoryDisk(), new RecordingHandler());
        stillToCome.addAll(setup.script());
        deliver();
        setup.prepare().accept(server);
    }

    private SweepWorld(Setup setup, MemoryDisk disk, RecordingHandler handler) {
        this.setup = setup;
        this.stillToCome = new ArrayList<>();
        this.disk = disk;
        this.server = setup.newServer().get();
        this.handler = handler;
        this.early = new ArrayList<>();
        this.faultyDisk = FaultyDisk.around(disk);
        this.faultyWire = FaultyWire.around(server.connector());
        watch(disk, faultyDisk);
    }

    private void watch(MemoryDisk watched, @Nullable FaultyDisk steps) {
        checks = new SweepChecks(watched, handler, early::add);
        server.observedBy(checks);
        handler.watchedBy(checks::beforeHandling);
        if (steps != null) {
            SweepChecks asked = checks;
            steps.before(step -> asked.beforeStep(steps.name(step), steps.file(step)));
        }
    }

    /** The same mailbox on another disk, with a handler that remembers. */
    SweepWorld copy(MemoryDisk on) {
        RecordingHandler remembers = RecordingHandler.remembering(handler.events());
        SweepWorld copy = new SweepWorld(setup, on, remembers);
        List<byte[]> messages = server.messages();
        List<String> uids = server.uids();
        for (int i = 0; i < messages.size(); i++) {
            copy.server.holds(uids.get(i), messages.get(i));
        }
        copy.stillToCome.addAll(stillToCome);
        copy.early.addAll(early);
        return copy;
    }

    MemoryDisk disk() {
        return disk;
    }

    FaultyDisk faultyDisk() {
        return faultyDisk;
    }

    FaultyWire faultyWire() {
        return faultyWire;
    }

    /** What is not on disk: the mailbox, and what was handled. */
    String fingerprint() {
        StringBuilder print = new StringBuilder(server.uids() + " " + stillToCome.size());
        for (InboundEvent event : handler.events()) {
            print.append(' ').append(event.eventId()).append(event.possibleDuplicate());
        }
        return print.toString();
    }

    void breakWire(Fault fault, int step) {
        switch (fault) {
            case CRASH_BEFORE -> faultyWire.before(at -> dieAt(at, step));
            case CRASH_AFTER -> faultyWire.after(at -> dieAt(at, step));
            case FAIL_ONCE -> faultyWire.failAt(step);
            case FAIL_FROM -> faultyWire.failFrom(step);
            case TORN_WRITE -> throw new IllegalArgumentException("A connection is cut by bytes, see FaultyWire");
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
        try {
            live(faultyDisk, faultyWire, () -> false);
        } catch (SimulatedCrash | RuntimeException dead) {
            return; // recovery says what it came to
        }
    }

    /** One life of the library, which ends early when there is nothing more to do. */
    private void live(Disk on, Connector over, BooleanSupplier done) {
        ProtocolMutant flaw = setup.mutant().reborn();
        Mailroom mailroom = setup.way()
                .of(Mailroom.with(setup.driver(), setup.profile()), STORE)
                .disk(flaw.over(on))
                .connector(flaw.over(over))
                .handler(flaw.over(handler))
                .build();
        boolean alive = false;
        try {
            for (int i = 0; i < POLLS_OF_A_LIFE && !done.getAsBoolean(); i++) {
                mailroom.pollWhateverHappens();
                checks.afterPoll(batchSize());
                deliver();
            }
            alive = true;
        } finally {
            if (!alive) {
                abandon(mailroom);
            }
        }
        mailroom.close();
    }

    /** What the system does for a process that died: its connections close. */
    private static void abandon(Mailroom mailroom) {
        try {
            mailroom.close();
        } catch (SimulatedCrash | RuntimeException dead) {
            return; // a dead disk takes no orderly end, and needs none
        }
    }

    /** Puts into the mailbox what can come now: an id is given to one message at a time. */
    private void deliver() {
        for (ScriptedMail mail : List.copyOf(stillToCome)) {
            boolean waits = server.uids().contains(mail.uid()) || stillToCome.indexOf(mail) > 0;
            if (!waits) {
                server.holds(mail.uid(), mail.bytes());
                stillToCome.remove(mail);
            }
        }
    }

    /** Starts the library again, at most twice, until everything is in order, and judges what it came to. */
    void recover(MemoryDisk state, String where, Tally tally) {
        watch(state, null);
        try {
            for (int i = 0; i < LIVES_TO_RECOVER && !isInOrder(state); i++) {
                live(state, server.connector(), () -> isInOrder(state));
                if (setup.diesTwice()) {
                    bringBackWhatWasPutAside(state);
                }
            }
        } catch (RuntimeException e) {
            tally.violation(where + ": recovery failed with " + e);
            return;
        }
        judge(state, where, tally);
    }

    /** What a person does with an event that was in hand at two deaths. */
    private static void bringBackWhatWasPutAside(MemoryDisk state) {
        state.files().forEach((file, bytes) -> {
            String name = file.getFileName().toString();
            if (name.startsWith("CIR_") && name.endsWith(CRASH)) {
                state.put(file.resolveSibling(name.replace(CRASH, ".evt")), bytes);
                state.takeAway(file);
            }
        });
    }

    /** True when there is nothing left that another poll could do anything with. */
    private boolean isInOrder(MemoryDisk state) {
        return !leavesMail()
                && stillToCome.isEmpty()
                && server.uids().isEmpty()
                && handler.subjects().containsAll(tokens())
                && left(state).isEmpty();
    }

    private List<String> tokens() {
        return setup.script().stream().map(ScriptedMail::token).toList();
    }

    /** What has a final name is whole, whatever happened to the process or the disk. */
    void checkWholeness(MemoryDisk state, String where, Tally tally) {
        state.files().forEach((file, bytes) -> {
            if (!checks.isWhole(file, bytes, setup.script())) {
                tally.violation(where + ": half a file under its final name: " + file);
            }
        });
    }

    private void judge(MemoryDisk state, String where, Tally tally) {
        early.forEach(violation -> tally.violation(where + ": " + violation));
        setup.script().forEach(mail -> judgeMail(mail, where, tally));
        if (!leavesMail() && !server.uids().isEmpty()) {
            tally.violation(where + ": still on the server: " + server.uids());
        }
        if (!server.keepsWhatOthersMarked()) {
            tally.violation(where + ": a message that somebody else had marked is gone");
        }
        List<Path> left = left(state);
        if (!left.isEmpty()) {
            tally.leftover(where + ": left in the spool: " + left);
        }
    }

    private static List<Path> left(MemoryDisk state) {
        return SpoolContent.ofMessages(state).stream()
                .filter(file -> !file.startsWith(Mailroom.HOME.resolve("processed")))
                .toList();
    }

    private int batchSize() {
        return setup.profile().overrides().stream()
                .filter(each -> each.name().endsWith("Batch Size"))
                .map(each -> Integer.valueOf(each.value()))
                .findFirst()
                .orElse(DEFAULT_BATCH);
    }

    private boolean leavesMail() {
        return server.keepsMail()
                || setup.profile().overrides().stream()
                        .anyMatch(each -> each.name().equals("Leave Messages On Server"));
    }

    private void judgeMail(ScriptedMail mail, String where, Tally tally) {
        List<InboundEvent> events = handler.events().stream()
                .filter(event -> event.fields().get(EventFields.SUBJECT).equals(mail.token()))
                .toList();
        boolean cameAtAll = !stillToCome.contains(mail);
        boolean isKept = server.messages().stream().anyMatch(each -> Arrays.equals(each, mail.bytes()));
        if (events.isEmpty() && cameAtAll) {
            tally.violation(where + (isKept ? ": not handled " : ": lost ") + mail.token());
        }
        for (InboundEvent again : events.subList(Math.min(1, events.size()), events.size())) {
            tally.repeat(where + ": " + mail.token(), again.possibleDuplicate());
            if (!again.eventId().equals(events.get(0).eventId())) {
                tally.violation(where + ": " + mail.token() + " handled again under another id");
            }
        }
    }
}
