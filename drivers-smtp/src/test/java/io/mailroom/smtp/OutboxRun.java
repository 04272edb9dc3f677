package io.mailroom.smtp;

import static io.mailroom.smtp.TestSending.ready;

import io.mailroom.CommunicationsException;
import io.mailroom.smtp.OutboxEntry.State;
import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.testkit.FaultyDisk;
import io.mailroom.testkit.FaultyWire;
import io.mailroom.testkit.MemoryDisk;
import io.mailroom.testkit.ProtocolMutant;
import io.mailroom.testkit.SimulatedCrash;
import io.mailroom.testkit.SmtpDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Two messages, one of which needs two tries and one of which is sent at once, what broke on the way, and the verdict. */
final class OutboxRun {
    private static final List<String> RECIPIENTS = List.of("ann@a.test", "bob@a.test");
    private static final String AT_ONCE = "eve@a.test";

    final MemoryDisk disk = new MemoryDisk();
    final FaultyDisk faultyDisk = FaultyDisk.around(disk);
    final SmtpDouble server = new SmtpDouble();
    final FaultyWire wire = FaultyWire.around(server.connector());
    /** How the recipients of all recoveries fared. */
    final Map<String, Integer> seen = new TreeMap<>();

    private final int journalBytes;
    private ProtocolMutant flaw = ProtocolMutant.none();
    private boolean promised;
    private boolean toldSent;
    private List<String> withoutMessage = List.of();

    OutboxRun(int journalBytes) {
        this.journalBytes = journalBytes;
    }

    /** Our side has this flaw. */
    OutboxRun with(ProtocolMutant mutant) {
        flaw = mutant;
        return this;
    }

    OutboxRun play() {
        try {
            send();
        } catch (SimulatedCrash | CommunicationsException broken) {
            return this; // as planned
        }
        return this;
    }

    private void send() {
        TestSending sending =
                new TestSending().server("primary.test", flaw.over(wire)).home(Path.of("/home"));
        server.answers("RCPT TO:<bob@", "450 4.2.1 busy");
        try (SmtpService service =
                SmtpService.openForTest(sending.settings(), sending, flaw.over(faultyDisk), journalBytes)) {
            service.start();
            service.queue(ready(RECIPIENTS.toArray(String[]::new)));
            promised = true;
            service.outbox().sendDue();
            server.recovers();
            sending.clock.advance(Duration.ofHours(1));
            service.outbox().sendDue();
            toldSent = service.send(ready(AT_ONCE)).isSent();
        }
    }

    /** The process dies at this step on the wire, and nothing of it reaches the disk any more. */
    void dieOnTheWire(int step, boolean after) {
        Consumer<Integer> dies = at -> {
            if (at == step) {
                faultyDisk.crashBefore(faultyDisk.steps() + 1);
                throw new SimulatedCrash("wire step " + step);
            }
        };
        if (after) {
            wire.after(dies::accept);
        } else {
            wire.before(dies::accept);
        }
    }

    /** What the outbox spoke of in the last recovery without having the message; only a power cut or a bad disk explains it. */
    List<String> withoutMessage() {
        return withoutMessage;
    }

    /** Starts again from this disk a day later, and says what of the promise was not kept. */
    List<String> recover(MemoryDisk from) {
        SmtpDouble later = new SmtpDouble();
        TestSending sending = new TestSending().primary(later).home(Path.of("/home"));
        sending.clock.advance(Duration.ofDays(1));
        List<OutboxEntry> left;
        try (SmtpService service = SmtpService.openForTest(sending.settings(), sending, from, journalBytes)) {
            service.start();
            service.outbox().sendDue();
            left = service.outbox().list();
        }
        List<String> violations = new ArrayList<>();
        for (String recipient : List.of(RECIPIENTS.get(0), RECIPIENTS.get(1), AT_ONCE)) {
            long copies = server.copiesFor(recipient) + later.copiesFor(recipient);
            judge(recipient, copies, isInDoubt(left, recipient), violations);
        }
        withoutMessage = left.stream()
                .filter(entry -> !isThere(from, entry))
                .map(entry -> entry.state() + " without its message")
                .toList();
        return violations;
    }

    private static boolean isThere(MemoryDisk from, OutboxEntry entry) {
        return from.files().keySet().stream()
                .anyMatch(file -> file.getFileName().toString().equals(entry.id() + ".tmp"));
    }

    private static boolean isInDoubt(List<OutboxEntry> left, String recipient) {
        return left.stream()
                .filter(entry -> entry.state() == State.IN_DOUBT)
                .flatMap(entry -> entry.recipients().stream())
                .anyMatch(each -> each.recipient().equals(recipient) && each.status() == Status.IN_DOUBT);
    }

    private void judge(String recipient, long copies, boolean inDoubt, List<String> violations) {
        if (copies > 1) {
            violations.add(copies + " copies for " + recipient);
        }
        if (recipient.equals(AT_ONCE) ? toldSent && copies == 0 : promised && copies == 0 && !inDoubt) {
            violations.add(recipient + " is forgotten");
        }
        seen.merge(copies == 1 ? "SENT" : inDoubt ? "IN_DOUBT" : "not promised", 1, Integer::sum);
    }
}
