package io.mailroom.internal.inbound;

import io.mailroom.event.EventFields;
import io.mailroom.internal.inbound.Reading.Verdict;
import io.mailroom.spi.FailedMessage;
import io.mailroom.spi.ServiceClient;
import io.mailroom.spi.ServiceEvent;
import io.mailroom.spool.AttemptMarks;
import io.mailroom.spool.Draft;
import io.mailroom.spool.OpenMessages;
import io.mailroom.spool.SeenRecord;
import io.mailroom.spool.Spool;
import io.mailroom.spool.SpoolDirectories.Place;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps M4 to M8, F1 and L1 for a group of stored messages, each barrier taken once for the whole group:
 *
 * <pre>
 * mark the attempt | read, forget the mark | name the files (B2) | stage the events (B2) | record (B3, the commit) | publish | settle
 * </pre>
 *
 * A message whose reading ended the process before is a group of its own, so that it can harm no other. One thread.
 */
final class GroupWork {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWork.class);

    private final Spool spool;
    private final ServiceFiles files;
    private final InboundSettings settings;
    private final String profile;
    private final ServiceClient client;
    private final AttemptMarks attempts;
    private final OpenMessages open;
    private final MessageReading reading;
    private final Clock clock;

    GroupWork(
            Spool spool,
            ServiceFiles files,
            InboundSettings settings,
            String profile,
            ServiceClient client,
            AttemptMarks attempts,
            OpenMessages open,
            MessageReading reading,
            Clock clock) {
        this.spool = spool;
        this.files = files;
        this.settings = settings;
        this.profile = profile;
        this.client = client;
        this.attempts = attempts;
        this.open = open;
        this.reading = reading;
        this.clock = clock;
    }

    /** How many messages went where. */
    static final class Tally {
        private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

        int of(Verdict verdict) {
            return counts.getOrDefault(verdict, 0);
        }

        private void add(Verdict verdict) {
            counts.merge(verdict, 1, Integer::sum);
        }
    }

    /**
     * Takes messages all the way to their outcome.
     *
     * @param record writes down what became of them, durably; the commit point
     * @throws io.mailroom.SpoolException when our own disk fails; what was not recorded has no outcome yet
     */
    void carryOut(List<StoredMessage> messages, Consumer<List<SeenRecord>> record, Tally tally) {
        List<StoredMessage> group = new ArrayList<>();
        for (StoredMessage message : messages) {
            if (attempts.attempts(message.digest()) > 0) {
                oneGroup(group, record, tally);
                group.clear();
                oneGroup(List.of(message), record, tally);
            } else {
                group.add(message);
            }
        }
        oneGroup(group, record, tally);
    }

    /** A failure that did not end the process is no attempt: the message is not to blame. */
    private void forgive(List<SeenRecord> marks, RuntimeException failure) {
        try {
            attempts.forget(marks);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void oneGroup(List<StoredMessage> group, Consumer<List<SeenRecord>> record, Tally tally) {
        if (group.isEmpty()) {
            return;
        }
        List<SeenRecord> marks = group.stream()
                .map(message -> message.asRecord(SeenRecord.State.READING))
                .toList();
        attempts.begin(marks);
        List<Reading> readings = new ArrayList<>(group.size());
        ServiceClient.Handover handover;
        try {
            group.forEach(message -> readings.add(reading.read(message)));
            attempts.forget(marks); // whoever dies from here on, reading was not to blame
            nameFiles(readings);
            putAside(readings, Verdict.FAILED, Place.FAILED);
            putAside(readings, Verdict.LOOPBACK, Place.LOOPBACK);
            handover = client.stage(
                    only(readings, Verdict.EVENT).stream().map(GroupWork::event).toList());
        } catch (RuntimeException e) {
            readings.forEach(each -> spool.discard(each.drafts()).ifPresent(e::addSuppressed));
            forgive(marks, e);
            throw e;
        }
        record.accept(readings.stream()
                .map(each -> each.message().asRecord(state(each.verdict())))
                .toList());
        handover.publish();
        settle(readings);
        readings.forEach(this::tell);
        readings.forEach(each -> tally.add(each.verdict()));
    }

    /** Of what raised no event. */
    private void tell(Reading reading) {
        String file = reading.message().leafName();
        switch (reading.verdict()) {
            case FAILED -> client.quarantined(file, reading.reason());
            case LOOPBACK -> client.loopback(reading.eventId(), file);
            case EVENT -> {} // told when it is published
        }
    }

    private void nameFiles(List<Reading> readings) {
        List<Draft> drafts =
                readings.stream().flatMap(each -> each.drafts().stream()).toList();
        try {
            if (!drafts.isEmpty()) {
                spool.prepare(drafts);
                spool.publish(drafts);
            }
        } catch (IOException e) {
            throw SpoolFailure.of(profile, spool.directory(Place.INCOMING), "writing the files of events", e);
        }
    }

    private static String why(Reading reading) {
        return reading.verdict() == Verdict.LOOPBACK ? "its sender may answer our own mail" : reading.reason();
    }

    private void putAside(List<Reading> readings, Verdict verdict, Place place) {
        List<Reading> aside = only(readings, verdict);
        if (aside.isEmpty()) {
            return;
        }
        for (Reading each : aside) {
            Optional<Path> target = spool.settle(each.message().file(), place, files.label());
            if (verdict == Verdict.FAILED && target.isPresent()) {
                note(target.get(), each);
            }
        }
        spool.forceNames(place, files.label());
        for (Reading each : aside) {
            LOG.atWarn()
                    .addKeyValue("profile", profile)
                    .addKeyValue("file", each.message().leafName())
                    .addKeyValue("event", each.eventId())
                    .log("Message put aside in {}: {}", place, why(each));
        }
    }

    /** The message is there whether or not its note is. */
    private void note(Path failed, Reading reading) {
        StoredMessage message = reading.message();
        try {
            FailureNote.write(
                    spool.disk(),
                    failed,
                    new FailedMessage.Reason(
                            clock.instant(),
                            "reading",
                            reading.attempts(),
                            reading.reason(),
                            profile,
                            message.storedUid(),
                            reading.eventId(),
                            message.digest().hex()));
        } catch (IOException e) {
            throw SpoolFailure.of(profile, FailureNote.of(failed), "noting why the message failed", e);
        }
    }

    /** Step M8, lazy: after a crash it is done at the next start. */
    private void settle(List<Reading> readings) {
        for (Reading each : readings) {
            Path file = each.message().file();
            if (each.verdict() == Verdict.EVENT) {
                settleStored(file);
            }
            open.settle(each.message().leafName());
        }
    }

    /** What becomes of a stored message whose event is on its way. */
    void settleStored(Path file) {
        if (settings.deleteProcessed()) {
            spool.remove(file, files.label());
        } else {
            spool.settle(file, Place.PROCESSED, files.label());
        }
    }

    private static ServiceEvent event(Reading reading) {
        EventFields fields = reading.event().fields();
        return new ServiceEvent(
                fields.get(EventFields.DRIVER_EVENT_NAME),
                reading.eventId(),
                reading.event().trackingId(),
                fields,
                reading.event().message().toDetail(),
                reading.message().storedUid(),
                reading.message().digest().hex(),
                reading.event().files(),
                true);
    }

    private static SeenRecord.State state(Verdict verdict) {
        return switch (verdict) {
            case EVENT -> SeenRecord.State.QUEUED;
            case FAILED -> SeenRecord.State.FAILED;
            case LOOPBACK -> SeenRecord.State.LOOPBACK;
        };
    }

    private static List<Reading> only(List<Reading> readings, Verdict verdict) {
        return readings.stream().filter(each -> each.verdict() == verdict).toList();
    }
}
