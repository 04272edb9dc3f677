package io.mailroom.internal.queue;

import io.mailroom.SpoolException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The workers' side of a queue: events that a handler may have. Usable from any thread. */
final class EventsInHand {
    private final QueueMoves moves;
    private final AcceptedEvents done;

    EventsInHand(QueueMoves moves, AcceptedEvents done) {
        this.moves = moves;
        this.done = done;
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
            while (!left.isEmpty()) {
                EventName name = left.peek();
                if (moves.files.renameIfThere(name, name.begun())) { // else another process was first, or a person
                    begun.add(name.begun());
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

    void accept(List<Claim> claims, boolean keepFiles) {
        try {
            done.accept(claims, keepFiles);
        } catch (IOException e) {
            throw moves.failure("removing accepted events", e);
        }
    }

    EventState fail(Claim claim, String reason) {
        EventName next = claim.name().failedOnce();
        moves.files.note(next, moves.clock.instant(), reason);
        leave(claim, next);
        if (next.state().isPutAside()) {
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

    private void leave(Claim claim, EventName next) {
        moves.moveOrOwe(claim.name(), next);
        if (next.state().isWaiting()) {
            moves.waiting.add(next);
            moves.listener.published();
        } else if (!next.state().isPutAside()) {
            moves.waiting.rest(next);
        }
    }

    int recover() {
        List<EventName> found = new ArrayList<>();
        moves.files.each(name -> {
            if (name.state().isHandling() || name.state() == EventState.DONE) {
                found.add(name);
            }
        });
        found.sort(EventName.BY_ARRIVAL);
        int interrupted = 0;
        try {
            removeOtherNamesOf(found);
            if (found.stream().anyMatch(name -> name.state() == EventState.DONE)) {
                moves.files.force(); // its acceptance was perhaps seen by nobody but us
            }
            for (EventName name : found) {
                if (name.state() != EventState.DONE) {
                    offerAgain(name);
                    interrupted++;
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
        } catch (IOException e) {
            throw moves.failure("recovering events", e);
        }
        return interrupted;
    }

    /**
     * A power cut may let a later rename through and not the one before it: then an event has two names. The one that says
     * that it was in hand counts.
     */
    private void removeOtherNamesOf(List<EventName> inHand) throws IOException {
        Set<String> stems = new HashSet<>();
        inHand.forEach(name -> stems.add(name.stem()));
        List<EventName> others = new ArrayList<>();
        moves.files.each(name -> {
            if (stems.contains(name.stem()) && !name.state().isHandling() && name.state() != EventState.DONE) {
                others.add(name);
            }
        });
        for (EventName name : others) {
            moves.files.delete(name);
        }
    }

    private void offerAgain(EventName name) throws IOException {
        EventName next = name.interrupted();
        String reason = next.state() == EventState.CRASH
                ? "The process ended " + next.abnormalEnds() + " times with this event in hand, and its handler failed "
                        + next.errors() + " times."
                : "The process ended with this event in hand.";
        moves.files.note(next, moves.clock.instant(), reason);
        moves.files.rename(name, next);
        if (next.state().isPutAside()) {
            moves.listener.putAside(next, reason);
        } else {
            moves.waiting.add(next);
            moves.listener.interrupted(next);
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
