package io.mailroom.internal.host;

import io.mailroom.Acknowledgement;
import io.mailroom.CommunicationsListener;
import io.mailroom.Notice;
import io.mailroom.event.EventFields;
import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.InboundMessage;
import io.mailroom.event.Outcome;
import io.mailroom.event.TransientHandlerException;
import io.mailroom.internal.queue.Claim;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.internal.queue.EventState;
import io.mailroom.internal.queue.OwedMail;
import io.mailroom.spool.FileStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the handler for one event after the other and writes its answer down (steps H1 to H3). Usable from any thread. */
final class Handling {
    /** From then on an event in hand is worth a notice. */
    static final Duration LONG_TIME = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Handling.class);

    private final String group;
    private final EventQueue queue;
    private final EventsTogether together;
    private final Chooser chooser;
    private final Acknowledging acknowledging;
    private final Announcer announcer;
    private final FileStore store;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final BiConsumer<EventRecord, Outcome> whenFinished;
    private final Map<String, Held> inHand = new ConcurrentHashMap<>();

    /** Who takes an event, and what it is told besides. */
    interface Chooser {
        /** The handler; it may be one that answers {@code LATER} because there is none. */
        EventHandler handlerFor(EventRecord record);

        /** The group's input arguments. */
        Map<String, String> argumentsOf(EventRecord record);

        /** What senders are told; null when they are told nothing. */
        default @Nullable Acknowledgement wordsFor(EventRecord record) {
            return null;
        }

        /** True when the answer is only told. */
        default boolean isTestMode() {
            return false;
        }
    }

    /** An event in hand since then. */
    private record Held(String profile, String eventId, long sinceNanos) {}

    /** @param whenFinished told of each accepted event */
    Handling(
            String group,
            EventQueue queue,
            EventsTogether together,
            Chooser chooser,
            Acknowledging acknowledging,
            Announcer announcer,
            HostSetup setup,
            BiConsumer<EventRecord, Outcome> whenFinished) {
        this.group = group;
        this.queue = queue;
        this.together = together;
        this.chooser = chooser;
        this.acknowledging = acknowledging;
        this.announcer = announcer;
        this.clock = setup.clock();
        this.nanoTime = setup.nanoTime();
        this.store = setup.fileStore();
        this.whenFinished = whenFinished;
    }

    int inHand() {
        return inHand.size();
    }

    void handle(Claim claim) {
        EventRecord record = EventRecord.of(claim.event());
        StoredFiles files = new StoredFiles(store);
        if (!files.areReachable(record)) {
            queue.pause(claim, "its files are in a file store, and this processor has none");
            return;
        }
        InboundEvent event = event(claim, record, files.found(record));
        String key = claim.name().stem();
        long began = nanoTime.getAsLong();
        inHand.put(key, new Held(record.profile(), record.eventId(), began));
        Outcome outcome;
        try {
            outcome = answer(chooser.handlerFor(record), event);
        } finally {
            inHand.remove(key);
        }
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - began);
        settle(claim, record, event, outcome, took);
    }

    private void settle(Claim claim, EventRecord record, InboundEvent event, Outcome outcome, Duration took) {
        if (chooser.isTestMode()) {
            queue.accept(List.of(claim), false);
            String told =
                    "It would be " + wouldBe(outcome) + acknowledging.wouldBe(event, outcome, chooser.wordsFor(record));
            announcer.tell(listener -> listener.rehearsed(event, outcome, told));
            tellHandled(claim, event, outcome, took);
            return;
        }
        switch (outcome.kind()) {
            case ACCEPTED, ACCEPTED_KEEPING_FILES -> {
                Optional<OwedMail.Note> note = acknowledging.before(event, chooser.wordsFor(record));
                together.accept(claim, outcome.kind() == Outcome.Kind.ACCEPTED_KEEPING_FILES, ours -> {
                    note.ifPresent(noted -> acknowledging.after(event, noted, ours));
                    whenFinished.accept(record, outcome);
                    tellHandled(claim, event, outcome, took);
                });
                return;
            }
            case FAILED -> tellUnlessAside(event, queue.fail(claim, outcome.reason()), outcome);
            case LATER -> {
                queue.pause(claim, outcome.reason());
                log(event, "Handler is not ready: {}", outcome);
            }
        }
        tellHandled(claim, event, outcome, took);
    }

    private void tellHandled(Claim claim, InboundEvent event, Outcome outcome, Duration took) {
        announcer.tell(listener -> listener.handled(event, outcome));
        if (outcome.isAccepted()) {
            Duration lag = Duration.between(claim.event().header().created(), clock.instant());
            announcer.tell(listener -> listener.handledAfter(event, lag, took));
        }
    }

    private static String wouldBe(Outcome outcome) {
        String reason = outcome.reason().isEmpty() ? "" : " (" + outcome.reason() + ")";
        return switch (outcome.kind()) {
            case ACCEPTED -> "accepted" + reason + ", its files removed.";
            case ACCEPTED_KEEPING_FILES -> "accepted" + reason + ", its files left to the handler.";
            case FAILED -> "tried once more" + reason + ", and then put aside.";
            case LATER -> "put off" + reason + ".";
        };
    }

    private void tellUnlessAside(InboundEvent event, EventState next, Outcome outcome) {
        if (!next.isPutAside()) {
            log(event, "Handler failed, and is tried once more: {}", outcome);
            notice(
                    Notice.Kind.HANDLER_ERROR,
                    event.profile(),
                    event.eventId(),
                    "The handler failed" + because(outcome.reason()) + " The event is tried once more in "
                            + EventQueue.BACK_AFTER.toMinutes() + " minutes, and then put aside.");
        }
    }

    /** Tells of handlers that have had an event for a long time, once each. */
    void tellOfSilence() {
        long now = nanoTime.getAsLong();
        inHand.forEach((key, held) -> {
            if (now - held.sinceNanos() >= LONG_TIME.toNanos()
                    && inHand.replace(key, held, new Held(held.profile(), held.eventId(), Long.MAX_VALUE))) {
                String text = "The handler has had an event for " + LONG_TIME.toMinutes()
                        + " minutes and has not answered. It may be stuck: look at its thread. Until it answers, one"
                        + " worker of the group less is at work.";
                LOG.atWarn()
                        .addKeyValue("group", group)
                        .addKeyValue("profile", held.profile())
                        .addKeyValue("event", held.eventId())
                        .log("{}", text);
                notice(Notice.Kind.HANDLER_SILENT, held.profile(), held.eventId(), text);
            }
        });
    }

    private void notice(Notice.Kind kind, String profile, String eventId, String text) {
        Notice notice = new Notice(kind, group, profile, eventId, text);
        announcer.tell((CommunicationsListener listener) -> listener.notice(notice));
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "." : ": " + reason + (reason.endsWith(".") ? "" : ".");
    }

    private static void log(InboundEvent event, String text, Outcome outcome) {
        LOG.atWarn()
                .addKeyValue("profile", event.profile())
                .addKeyValue("event", event.eventId())
                .addKeyValue("attempt", event.attempt())
                .log(text, outcome.reason());
    }

    private InboundEvent event(Claim claim, EventRecord record, EventFields found) {
        EventFields fields = found.with(Map.of(
                EventFields.POSSIBLE_DUPLICATE, claim.possibleDuplicate() ? EventFields.TRUE : EventFields.FALSE));
        return new InboundEvent(
                record.profile(),
                record.eventId(),
                claim.attempt(),
                claim.possibleDuplicate(),
                fields,
                InboundMessage.of(fields, record.detail()),
                chooser.argumentsOf(record));
    }

    /** Whatever the handler does, it comes to an outcome: no event may stop the others. */
    private static Outcome answer(EventHandler handler, InboundEvent event) {
        try {
            Outcome outcome = handler.handle(event);
            return outcome == null ? Outcome.FAILED.because("the handler answered null") : outcome;
        } catch (TransientHandlerException e) {
            return Outcome.LATER.because(words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.LATER.because("the handler was interrupted");
        } catch (Exception | Error e) {
            LOG.atDebug()
                    .addKeyValue("profile", event.profile())
                    .addKeyValue("event", event.eventId())
                    .setCause(e)
                    .log("Handler threw");
            return Outcome.FAILED.because(words(e));
        }
    }

    private static String words(Throwable e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
