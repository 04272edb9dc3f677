package io.mailroom.testkit;

import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spool.Disk;
import io.mailroom.testkit.CrashSweep.Fault;
import io.mailroom.testkit.CrashSweep.ScriptedMail;
import io.mailroom.testkit.CrashSweep.Tally;
import io.mailroom.wire.Connector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of a sweep's script, and what the world looks like after it: the disk, the mailbox, and what was handled. */
final class SweepWorld {
    private static final int POLLS_OF_A_LIFE = 2;
    private static final int LIVES_TO_RECOVER = 2;
    private static final int DEFAULT_BATCH = 100;

    private final CommunicationsDriver driver;
    private final Profile profile;
    private final Supplier<MailServerDouble> newServer;
    private final List<ScriptedMail> script;
    private final List<ScriptedMail> stillToCome;
    private final ProtocolMutant mutant;
    private final MemoryDisk disk;
    private final MailServerDouble server;
    private final RecordingHandler handler;
    private final List<String> early;
    private final FaultyDisk faultyDisk;
    private final FaultyWire faultyWire;
    private SweepChecks checks;

    SweepWorld(
            CommunicationsDriver driver,
            Profile profile,
            Supplier<MailServerDouble> newServer,
            Consumer<MailServerDouble> prepare,
            List<ScriptedMail> script,
            ProtocolMutant mutant) {
        this(driver, profile, newServer, script, mutant, new MemoryDisk(), new RecordingHandler());
        stillToCome.addAll(script);
        deliver();
        prepare.accept(server);
    }

    private SweepWorld(
            CommunicationsDriver driver,
            Profile profile,
            Supplier<MailServerDouble> newServer,
            List<ScriptedMail> script,
            ProtocolMutant mutant,
            MemoryDisk disk,
            RecordingHandler handler) {
        this.driver = driver;
        this.profile = profile;
        this.newServer = newServer;
        this.script = script;
        this.stillToCome = new ArrayList<>();
        this.mutant = mutant;
        this.disk = disk;
        this.server = newServer.get();
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
        SweepWorld copy = new SweepWorld(driver, profile, newServer, script, mutant, on, remembers);
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
        return server.uids() + " " + handler.events() + " " + stillToCome.size();
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
            live(faultyDisk, faultyWire, mutant.reborn(), POLLS_OF_A_LIFE);
        } catch (SimulatedCrash | RuntimeException dead) {
            return; // recovery says what it came to
        }
    }

    /** One life of the library. */
    void live(Disk on, Connector over, ProtocolMutant flaw, int polls) {
        Mailroom mailroom = Mailroom.with(driver, profile)
                .disk(flaw.over(on))
                .connector(flaw.over(over))
                .handler(handler)
                .build();
        boolean alive = false;
        try {
            for (int i = 0; i < polls; i++) {
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

    void recover(MemoryDisk state, String where, Tally tally) {
        watch(state, null);
        try {
            for (int i = 0; i < LIVES_TO_RECOVER; i++) {
                live(state, server.connector(), mutant.reborn(), POLLS_OF_A_LIFE);
            }
        } catch (RuntimeException e) {
            tally.violation(where + ": recovery failed with " + e);
            return;
        }
        judge(state, where, tally);
    }

    private void judge(MemoryDisk state, String where, Tally tally) {
        early.forEach(violation -> tally.violation(where + ": " + violation));
        script.forEach(mail -> judgeMail(mail, where, tally));
        if (!leavesMail() && !server.uids().isEmpty()) {
            tally.violation(where + ": still on the server: " + server.uids());
        }
        List<Path> left = SpoolContent.ofMessages(state).stream()
                .filter(file -> !file.startsWith(Mailroom.HOME.resolve("processed")))
                .toList();
        if (!left.isEmpty()) {
            tally.leftover(where + ": left in the spool: " + left);
        }
    }

    private int batchSize() {
        return profile.overrides().stream()
                .filter(each -> each.name().endsWith("Batch Size"))
                .map(each -> Integer.valueOf(each.value()))
                .findFirst()
                .orElse(DEFAULT_BATCH);
    }

    private boolean leavesMail() {
        return server.keepsMail()
                || profile.overrides().stream().anyMatch(each -> each.name().equals("Leave Messages On Server"));
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
