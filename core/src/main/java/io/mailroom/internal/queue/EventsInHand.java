package io.mailroom.internal.queue;

import io.mailroom.SpoolException;
import io.mailroom.spool.DiskLock;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The workers' side of a queue: events that a handler may have. Usable from any thread. */
final class EventsInHand {
    private final QueueMoves moves;
    private final AcceptedEvents done;
    private final Leases leases;
    private final OwedMail owed;

    EventsInHand(QueueMoves moves, AcceptedEvents done, Leases leases, OwedMail owed) {
        this.moves = moves;
        this.done = done;
        this.leases = leases;
        this.owed = owed;
    }

    List<Claim> begin(int most) {
        moves.waiting.putBack(moves::bringBack);
        makeUp();
        List<Claim> claims = new ArrayList<>();
        while (claims.isEmpty()) {
            List<EventName> names = moves.waiting.take(most);
            if (names.isEmpty()) {
                tidy();
                return List.of();
            }
            claimAll(names, claims);
        }
        return claims;
    }

    private void makeUp() {
        try {
            done.acceptOwed();
        } catch (IOException e) {
            moves.listener.trouble(
                    moves.failure("removing accepted events", e)); // owed again; others need not wait for it
        }
    }

    private void claimAll(List<EventName> names, List<Claim> claims) {
        List<EventName> begun = new ArrayList<>();
        Deque<EventName> left = new ArrayDeque<>(names);
        try {
            String token = leases.token();
            while (!left.isEmpty()) {
                EventName name = left.peek();
                EventName next = name.begun(token);
                if (moves.files.renameIfThere(name, next)) { // else another process was first, or a person
                    begun.add(next);
                }
                left.remove();
            }
            moves.files.force();
        } catch (IOException e) {
            if (!left.isEmpty()) {
                moves.waiting.owe(left.peek(), left.remove()); // tried again later, behind the others
            }
            left.forEach(moves.waiting::add);
            begun.forEach(name -> moves.waiting.owe(name, name.returned()));
            throw moves.failure("beginning events", e);
        }
        IOException first = null;
        for (EventName name : begun) {
            try {
                claims.add(new Claim(name, moves.files.read(name)));
            } catch (DamagedEventException e) {
                moves.putAside(name, e);
            } catch (IOException e) {
                moves.waiting.owe(name, name.returned());
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            SpoolException trouble = moves.failure("reading an event", first);
            if (claims.isEmpty()) {
                throw trouble;
            }
            moves.listener.trouble(trouble);
        }
    }

    Set<EventName> accept(List<Claim> claims, boolean keepFiles) {
        try {
            return done.accept(claims, keepFiles);
        } catch (IOException e) {
            throw moves.failure("removing accepted events", e);
        }
    }

    EventState fail(Claim claim, String reason) {
        EventName next = claim.name().failedOnce();
        moves.files.note(next, moves.clock.instant(), reason);
        if (leave(claim, next) && next.state().isPutAside()) {
            moves.listener.putAside(next, reason);
        }
        return next.state();
    }

    void pause(Claim claim, String reason) {
        EventName next = claim.name().paused();
        moves.files.note(next, moves.clock.instant(), reason);
        leave(claim, next);
    }

    void giveBack(Claim claim) {
        leave(claim, claim.name().returned());
    }

    /** False when the event is another's, or gone. */
    private boolean leave(Claim claim, EventName next) {
        if (!moves.moveOrOwe(claim.name(), next)) {
            return false;
        }
        if (next.state().isWaiting()) {
            moves.waiting.add(next);
            moves.listener.published();
        } else if (!next.state().isPutAside()) {
            moves.waiting.rest(next);
        }
        return true;
    }

    /** Takes over what dead processors had in hand, and removes what else they left. */
    int recover() {
        Map<String, List<EventName>> byProcessor = new HashMap<>();
        moves.files.eachLease(token -> byProcessor.putIfAbsent(token, new ArrayList<>()));
        owed.tokens().forEach(token -> byProcessor.putIfAbsent(token, new ArrayList<>()));
        addThoseInHand(byProcessor);
        int interrupted = 0;
        try {
            for (Map.Entry<String, List<EventName>> each : byProcessor.entrySet()) {
                Optional<DiskLock> seized = leases.seize(each.getKey());
                if (seized.isPresent()) {
                    interrupted += takeOver(each.getKey(), each.getValue(), seized.get());
                }
            }
        } catch (IOException e) {
            throw moves.failure("recovering events", e);
        }
        return interrupted;
    }

    private void addThoseInHand(Map<String, List<EventName>> byProcessor) {
        moves.files.each(name -> {
            if (name.state().isHandling() || name.state() == EventState.DONE) {
                byProcessor
                        .computeIfAbsent(name.processor(), token -> new ArrayList<>())
                        .add(name);
            }
        });
    }

    /** Decides about the acknowledgements of dead processors, and leaves their events to those who handle events. */
    void recoverOwed() {
        Set<String> tokens = owed.tokens();
        tokens.removeIf(leases::isOwn);
        if (tokens.isEmpty()) {
            return;
        }
        Map<String, List<EventName>> byProcessor = new HashMap<>();
        addThoseInHand(byProcessor);
        try {
            for (String token : tokens) {
                Optional<DiskLock> seized = leases.seize(token);
                if (seized.isPresent()) {
                    takeOverOwed(token, byProcessor.getOrDefault(token, List.of()), seized.get());
                }
            }
        } catch (IOException e) {
            throw moves.failure("recovering acknowledgements", e);
        }
    }

    private void takeOverOwed(String token, List<EventName> found, DiskLock held) throws IOException {
        try {
            takeOverOwed(token, found);
        } finally {
            held.close();
        }
    }

    private void takeOverOwed(String token, List<EventName> found) {
        owed.takeOver(
                token,
                id -> found.stream()
                        .anyMatch(name -> name.state() != EventState.DONE && id.startsWith(name.idStart())));
    }

    /** @param held of the dead processor, so that nobody else does the same */
    private int takeOver(String token, List<EventName> found, DiskLock held) throws IOException {
        try {
            takeOverOwed(token, found);
            int interrupted = takeOver(found);
            leases.bury(token);
            return interrupted;
        } finally {
            held.close();
        }
    }

    private int takeOver(List<EventName> found) throws IOException {
        found.sort(EventName.BY_ARRIVAL);
        removeOlderNamesOf(found);
        if (found.stream().anyMatch(name -> name.state() == EventState.DONE)) {
            moves.files.force(); // its acceptance was perhaps seen by nobody but us
        }
        int interrupted = 0;
        for (EventName name : found) {
            if (name.state() != EventState.DONE) {
                interrupted += offerAgain(name) ? 1 : 0;
                continue;
            }
            Optional<EventHeader> header = moves.files.headerIfSound(name);
            if (header.isPresent()) {
                done.removeFilesOf(name, header.get());
                done.forgetIfMany();
            } else {
                moves.files.delete(name);
            }
        }
        done.forget();
        return interrupted;
    }

    /**
     * A power cut may let a later rename through and not the one before it: then an event has two names. The one that says
     * that it was in hand counts.
     */
    private void removeOlderNamesOf(List<EventName> inHand) throws IOException {
        Map<String, EventName> byStem = new HashMap<>();
        inHand.forEach(name -> byStem.put(name.stem(), name));
        List<EventName> older = new ArrayList<>();
        moves.files.each(name -> {
            EventName held = byStem.get(name.stem());
            boolean free = !name.state().isHandling() && name.state() != EventState.DONE;
            if (held != null && free && name.isOlderThan(held)) {
                older.add(name);
            }
        });
        for (EventName name : older) {
            if (moves.files.isThere(byStem.get(name.stem()))) {
                moves.files.delete(name);
            }
        }
    }

    /** False when it is gone meanwhile. */
    private boolean offerAgain(EventName name) throws IOException {
        EventName next = name.interrupted();
        String reason = next.state() == EventState.CRASH
                ? "The process ended " + next.abnormalEnds() + " times with this event in hand, and its handler failed "
                        + next.errors() + " times."
                : "The process ended with this event in hand.";
        moves.files.note(next, moves.clock.instant(), reason);
        if (!moves.files.renameIfThere(name, next)) {
            return false;
        }
        if (next.state().isPutAside()) {
            moves.listener.putAside(next, reason);
        } else {
            moves.waiting.add(next);
            moves.listener.interrupted(next);
        }
        return true;
    }

    /** Says that we live, when it is time to. */
    void renewLease() {
        try {
            leases.renewIfDue();
        } catch (IOException e) {
            moves.listener.trouble(moves.failure("renewing the lease", e));
        }
    }

    /** Nothing is in hand any more, and nothing will be. */
    void close() {
        try {
            try {
                done.forget();
            } finally {
                leases.giveUp(); // else nobody in this process could take over what is in hand
            }
        } catch (IOException e) {
            throw moves.failure("giving the lease up", e);
        }
    }

    void tidy() {
        try {
            done.forget();
        } catch (IOException e) {
            throw moves.failure("removing accepted events", e);
        }
    }
}
