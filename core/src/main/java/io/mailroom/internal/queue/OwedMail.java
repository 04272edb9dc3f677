package io.mailroom.internal.queue;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.Draft;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acknowledgements that are to be sent, each a file in {@code acks} below the queue of its group, named after the event:
 *
 * <pre>
 * ID.TOKEN.owed      written, durably, before the acceptance of its event (B4), by whoever has the event
 * ID.due             the event is gone durably; whoever has the profile's sender may send it
 * ID.TOKEN.sending   durable before the outbox is given the mail, gone after that: nobody gives it a second time
 * </pre>
 *
 * So each is given to the outbox at most once. One is lost only when the process ends between the last two steps. TOKEN is that
 * of the process's lease; what a dead one left is decided by {@link #takeOver}, before its events are offered again. Usable
 * from any thread and, on a shared directory, from several processes: each step is one rename, which one of them wins.
 */
public final class OwedMail {
    private static final Logger LOG = LoggerFactory.getLogger(OwedMail.class);
    private static final String LABEL = "ack";
    private static final String OWED = ".owed";
    private static final String DUE = ".due";
    private static final String SENDING = ".sending";
    private static final Pattern HELD = Pattern.compile("([^.]+)\\.([0-9a-f]+)(\\.owed|\\.sending|\\.owed\\.part)");

    private final Disk disk;
    private final Path directory;
    private final Leases leases;
    private boolean made;

    /** An acknowledgement that this process has noted. */
    public static final class Note {
        private final String eventId;
        private final Path file;

        private Note(String eventId, Path file) {
            this.eventId = eventId;
            this.file = file;
        }
    }

    /** One that this process is giving to the outbox. */
    public static final class Taken {
        private final QueuedEvent order;
        private final Path file;

        private Taken(QueuedEvent order, Path file) {
            this.order = order;
            this.file = file;
        }

        /** What is to be sent. */
        public QueuedEvent order() {
            return order;
        }
    }

    /** @param queue directory of the group's events */
    OwedMail(Disk disk, Path queue, Leases leases) {
        this.disk = disk;
        this.directory = queue.resolve("acks");
        this.leases = leases;
    }

    /**
     * Notes an acknowledgement, durably, before its event is accepted.
     *
     * @return empty when one for the event is due already
     */
    public Optional<Note> owe(QueuedEvent order) {
        String id = order.header().eventId();
        try {
            if (disk.entry(due(id), LABEL).isPresent()) {
                return Optional.empty();
            }
            make();
            Path owed = held(id, leases.token(), OWED);
            Path part = owed.resolveSibling(owed.getFileName() + Draft.PART);
            disk.delete(part, LABEL);
            try (DiskFile file = disk.create(part, LABEL)) {
                EventFile.write(order, file.stream());
                file.force();
            }
            disk.rename(part, owed, LABEL);
            disk.forceDirectory(directory, LABEL);
            return Optional.of(new Note(id, owed));
        } catch (IOException e) {
            throw failure("noting an acknowledgement", e);
        }
    }

    private synchronized void make() throws IOException {
        if (!made) {
            disk.createDirectories(directory, LABEL);
            made = true;
        }
    }

    /** The event of an acknowledgement is gone durably: it may be sent. */
    public void release(Note note) {
        move(note.file, due(note.eventId));
    }

    /** The event was somebody else's when it was to be accepted: what is said of it is his to say. */
    public void withdraw(Note note) {
        remove(note.file);
    }

    /**
     * Takes an acknowledgement that is due; durable when it returns, and nobody takes it again but after
     * {@link #postpone}.
     *
     * @return empty when somebody else has taken it, or its file is damaged
     */
    public Optional<Taken> take(String eventId) {
        Path sending = null;
        try {
            sending = held(eventId, leases.token(), SENDING);
            if (!move(due(eventId), sending)) {
                return Optional.empty();
            }
            disk.forceDirectory(directory, LABEL);
            try (InputStream in = Channels.newInputStream(disk.read(sending, LABEL))) {
                return Optional.of(new Taken(EventFile.read(in), sending));
            }
        } catch (DamagedEventException e) {
            remove(sending);
            return Optional.empty();
        } catch (IOException e) {
            if (sending != null) {
                move(sending, due(eventId));
            }
            throw failure("taking an acknowledgement", e);
        }
    }

    /** It was not sent, for certain, and is due again. */
    public void postpone(Taken taken) {
        move(taken.file, due(taken.order.header().eventId()));
        try {
            disk.forceDirectory(directory, LABEL);
        } catch (IOException e) {
            throw failure("putting an acknowledgement off", e);
        }
    }

    /** The outbox has it, or it will never be sent. */
    public void done(Taken taken) {
        remove(taken.file);
    }

    /** Ids of the events whose acknowledgements are due. Lists the directory. */
    public List<String> due() {
        return names().stream()
                .filter(name -> name.endsWith(DUE))
                .map(name -> name.substring(0, name.length() - DUE.length()))
                .toList();
    }

    /** Of the processes, living or dead, that have noted some or are giving some to the outbox. */
    Set<String> tokens() {
        Set<String> tokens = new TreeSet<>();
        names().forEach(name -> {
            Matcher held = HELD.matcher(name);
            if (held.matches()) {
                tokens.add(held.group(2));
            }
        });
        return tokens;
    }

    /**
     * Decides about what a dead process left, before its events are offered again. What it owed goes while it had the event in
     * hand, for the event is answered anew, and is due else. What it was giving to the outbox goes, for perhaps it was sent.
     *
     * @param had true for the id of an event that it had in hand and not accepted
     */
    void takeOver(String token, Predicate<String> had) {
        for (String name : names()) {
            Matcher held = HELD.matcher(name);
            if (!held.matches() || !held.group(2).equals(token)) {
                continue;
            }
            String id = held.group(1);
            Path file = directory.resolve(name);
            if (held.group(3).endsWith(Draft.PART)) {
                remove(file);
            } else if (held.group(3).equals(SENDING)) {
                remove(file);
                LOG.atWarn()
                        .addKeyValue("event", id)
                        .log(
                                "The process ended while the acknowledgement was on its way to the outbox: perhaps it is not"
                                        + " sent");
            } else if (had.test(id)) {
                remove(file);
            } else {
                move(file, due(id));
            }
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            if (disk.entry(directory, LABEL).isEmpty()) {
                return names;
            }
            try (Disk.Listing listing = disk.list(directory, LABEL)) {
                while (listing.hasNext()) {
                    names.add(listing.next().getFileName().toString());
                }
            }
        } catch (UncheckedIOException e) {
            throw failure("listing acknowledgements", e.getCause());
        } catch (IOException e) {
            throw failure("listing acknowledgements", e);
        }
        return names;
    }

    private void remove(Path file) {
        try {
            disk.delete(file, LABEL);
        } catch (IOException e) {
            throw failure("forgetting an acknowledgement", e);
        }
    }

    private boolean move(Path from, Path to) {
        try {
            disk.rename(from, to, LABEL);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw failure("moving an acknowledgement on", e);
        }
    }

    private Path due(String id) {
        return directory.resolve(id + DUE);
    }

    private Path held(String id, String token, String state) {
        return directory.resolve(id + "." + token + state);
    }

    private io.mailroom.SpoolException failure(String what, IOException cause) {
        return SpoolFailure.of(null, directory, what, cause);
    }
}
