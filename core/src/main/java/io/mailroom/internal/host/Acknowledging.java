package io.mailroom.internal.host;

import io.mailroom.Acknowledgement;
import io.mailroom.CommunicationsException;
import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.LoopbackDetector;
import io.mailroom.event.LoopbackStore;
import io.mailroom.event.Outcome;
import io.mailroom.internal.queue.EventHeader;
import io.mailroom.internal.queue.OwedMail;
import io.mailroom.internal.queue.QueuedEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The acknowledgements of one group. Around the acceptance of an event (B4) by whoever handles it: {@link #before} notes
 * what is owed, {@link #after} lets it go; where the profile's sender is, it goes to the outbox. At most
 * one for each event, whatever ends the process; see {@link OwedMail}. Usable from any thread.
 */
final class Acknowledging {
    /** Most acknowledgements to one address within {@link #INTERVAL}, whatever the profile says about loops. */
    static final int MOST_TO_ONE = 5;

    static final Duration INTERVAL = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledging.class);
    private static final String TO = "to";
    private static final String SUBJECT = "subject";
    private static final String TEXT = "text";
    private static final String FIELD = "answers ";
    private static final List<String> THREAD = List.of(
            EventFields.MESSAGE_ID,
            EventFields.REFERENCES,
            EventFields.IN_REPLY_TO,
            EventFields.SUBJECT,
            EventFields.TEXT_CHARSET);

    private final String group;
    private final OwedMail owed;
    private final Clock clock;
    private final Sender sender;
    private final LoopbackDetector tooMany;

    /** Sends with the profile that received. */
    interface Sender {
        /** True when mail can leave from here with that profile; else somebody else sends it. */
        boolean has(String profile);

        /** @throws CommunicationsException when the outbox did not take it */
        void send(String profile, Outgoing message);
    }

    /** What {@link Sender} makes a message of. */
    record Outgoing(String eventId, String to, String subject, String text, EventFields answers) {}

    Acknowledging(String group, OwedMail owed, Clock clock, Sender sender) {
        this.group = group;
        this.owed = owed;
        this.clock = clock;
        this.sender = sender;
        try {
            this.tooMany = new LoopbackDetector(INTERVAL, MOST_TO_ONE, clock, LoopbackStore.forgetting());
        } catch (IOException e) {
            throw new IllegalStateException("A store that forgets reads nothing", e);
        }
    }

    /**
     * Called when the handler has accepted, and before that is written down.
     *
     * @param words of the group; null when it acknowledges nothing
     * @return for {@link #after}; empty when nothing is owed
     */
    Optional<OwedMail.Note> before(InboundEvent event, @Nullable Acknowledgement words) {
        if (words == null || !isWanted(event)) {
            return Optional.empty();
        }
        try {
            return owed.owe(order(event, words));
        } catch (CommunicationsException e) {
            LOG.atWarn()
                    .addKeyValue("group", group)
                    .addKeyValue("profile", event.profile())
                    .addKeyValue("event", event.eventId())
                    .log("The acknowledgement could not be noted and is not sent. {}", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isWanted(InboundEvent event) {
        EventFields fields = event.fields();
        String to = recipient(fields);
        return fields.isTrue(EventFields.MAY_AUTO_REPLY)
                && !fields.isTrue(EventFields.LOOPBACK_CANDIDATE)
                && !fields.isTrue(EventFields.IS_DELIVERY_STATUS_NOTIFICATION)
                && !to.isEmpty()
                && !to.equalsIgnoreCase(fields.get(EventFields.RECEIVER_ADDRESS))
                && !isTooMuch(to, event.eventId());
    }

    /** What test mode says of it, after a blank; empty when nothing would be sent in any case. */
    String wouldBe(InboundEvent event, Outcome outcome, @Nullable Acknowledgement words) {
        if (words == null || !outcome.isAccepted()) {
            return "";
        }
        return isWanted(event)
                ? " " + recipient(event.fields()) + " would get an acknowledgement."
                : " No acknowledgement would be sent: "
                        + (event.fields().get(EventFields.AUTO_SUBMITTED).isEmpty()
                                ? "it may answer us, or there were too many."
                                : event.fields().get(EventFields.AUTO_SUBMITTED) + ".");
    }

    private synchronized boolean isTooMuch(String to, String eventId) {
        return tooMany.isCandidate(to, eventId);
    }

    /** One address, so that nobody can have us write to many: the one of Reply-To, or else the sender's. */
    static String recipient(EventFields fields) {
        String replyTo = fields.get(EventFields.SENDER_REPLY_NAMES);
        return replyTo.isBlank() || replyTo.contains(";")
                ? fields.get(EventFields.SENDER_ADDRESS)
                : withoutName(replyTo);
    }

    private static String withoutName(String mailbox) {
        int open = mailbox.lastIndexOf('<');
        int close = mailbox.lastIndexOf('>');
        return open >= 0 && close > open ? mailbox.substring(open + 1, close).strip() : mailbox.strip();
    }

    private QueuedEvent order(InboundEvent event, Acknowledgement words) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(TO, recipient(event.fields()));
        entries.put(SUBJECT, words.subjectFor(event.fields()));
        entries.put(TEXT, words.textFor(event.fields()));
        THREAD.forEach(name -> entries.put(FIELD + name, event.fields().get(name)));
        EventHeader header = new EventHeader(
                event.eventId(),
                event.profile(),
                "",
                "",
                event.fields().get(EventFields.CONTENT_DIGEST),
                clock.instant(),
                List.of());
        return new QueuedEvent(header, entries);
    }

    /**
     * Called when the acceptance is durable: what was noted goes to the outbox.
     *
     * @param accepted false when the event was not ours any more
     */
    void after(InboundEvent event, OwedMail.Note note, boolean accepted) {
        try {
            if (!accepted) {
                owed.withdraw(note);
                return;
            }
            owed.release(note);
            if (sender.has(event.profile())) {
                send(event.eventId());
            }
        } catch (CommunicationsException e) {
            LOG.atWarn()
                    .addKeyValue("group", group)
                    .addKeyValue("event", event.eventId())
                    .log("The acknowledgement waits until the disk is well again. {}", e.getMessage());
        }
    }

    /** Gives the outbox all that is due: what another process handled, and what did not go the first time. */
    void sendDue() {
        owed.due().forEach(this::send);
    }

    private void send(String eventId) {
        owed.take(eventId).ifPresent(this::send);
    }

    private void send(OwedMail.Taken taken) {
        QueuedEvent order = taken.order();
        String profile = order.header().profile();
        if (!sender.has(profile)) {
            owed.postpone(taken);
            return;
        }
        try {
            sender.send(profile, outgoing(order.header().eventId(), order.fields()));
        } catch (CommunicationsException e) {
            if (e.isTemporary()) {
                owed.postpone(taken);
                log(order, "The acknowledgement waits. {}", e);
                return;
            }
            log(order, "The acknowledgement is not sent. {}", e);
        } catch (IllegalStateException closing) {
            owed.postpone(taken); // the outbox is full, or closes
            log(order, "The acknowledgement waits. {}", closing);
            return;
        }
        owed.done(taken); // should the disk refuse it, nobody takes it again all the same
    }

    private static Outgoing outgoing(String eventId, Map<String, String> entries) {
        Map<String, String> answers = new LinkedHashMap<>();
        THREAD.forEach(name -> answers.put(name, entries.getOrDefault(FIELD + name, "")));
        return new Outgoing(
                eventId,
                entries.getOrDefault(TO, ""),
                entries.getOrDefault(SUBJECT, ""),
                entries.getOrDefault(TEXT, ""),
                EventFields.of(answers));
    }

    private void log(QueuedEvent order, String text, RuntimeException why) {
        LOG.atWarn()
                .addKeyValue("group", group)
                .addKeyValue("profile", order.header().profile())
                .addKeyValue("event", order.header().eventId())
                .log(text, why.getMessage());
    }
}
