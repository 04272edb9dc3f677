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
import java.util.function.Predicate;

/**
 * Acknowledgements that are to be sent, each a file in {@code acks} below the queue of its group, named after the event:
 *
 * <pre>
 * .owed     written, durably, before the acceptance of its event (B4)
 * .due      the event is gone durably; whoever has the profile's sender may send it
 * .sending  durable before the outbox is given the mail, gone after that: nobody gives it a second time
 * </pre>
 *
 * So each is given to the outbox at most once. One is lost only when the process ends between the last two steps. Usable
 * from any thread and, on a shared directory, from several processes: each step is one rename, which one of them wins.
 */
public final class OwedMail {
    private static final String LABEL = "ack";
    private static final String OWED = ".owed";
    private static final String DUE = ".due";
    private static final String SENDING = ".sending";

    private final Disk disk;
    private final Path directory;
    private boolean made;

    /** @param queue directory of the group's events */
    public OwedMail(Disk disk, Path queue) {
        this.disk = disk;
        this.directory = queue.resolve("acks");
    }

    /** Notes an acknowledgement, durably, before its event is accepted. One that is noted already stays as it is. */
    public void owe(QueuedEvent order) {
        String id = order.header().eventId();
        try {
            if (isThere(id)) {
                return;
            }
            make();
            Path part = file(id, OWED + Draft.PART);
            disk.delete(part, LABEL);
            try (DiskFile file = disk.create(part, LABEL)) {
                EventFile.write(order, file.stream());
                file.force();
            }
            disk.rename(part, file(id, OWED), LABEL);
            disk.forceDirectory(directory, LABEL);
        } catch (IOException e) {
            throw failure("noting an acknowledgement", e);
        }
    }

    private boolean isThere(String id) throws IOException {
        for (String state : List.of(OWED, DUE, SENDING)) {
            if (disk.entry(file(id, state), LABEL).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private synchronized void make() throws IOException {
        if (!made) {
            disk.createDirectories(directory, LABEL);
            made = true;
        }
    }

    /** The event of an acknowledgement is gone durably: it may be sent. */
    public void release(String eventId) {
        move(eventId, OWED, DUE);
    }

    /**
     * Takes an acknowledgement that is due; durable when it returns, and nobody takes it again but after
     * {@link #postpone}.
     *
     * @return empty when somebody else has taken it, or its file is damaged
     */
    public Optional<QueuedEvent> take(String eventId) {
        if (!move(eventId, DUE, SENDING)) {
            return Optional.empty();
        }
        try {
            disk.forceDirectory(directory, LABEL);
            try (InputStream in = Channels.newInputStream(disk.read(file(eventId, SENDING), LABEL))) {
                return Optional.of(EventFile.read(in));
            }
        } catch (DamagedEventException e) {
            done(eventId);
            return Optional.empty();
        } catch (IOException e) {
            move(eventId, SENDING, DUE);
            throw failure("taking an acknowledgement", e);
        }
    }

    /** It was not sent, for certain, and is due again. */
    public void postpone(String eventId) {
        move(eventId, SENDING, DUE);
        try {
            disk.forceDirectory(directory, LABEL);
        } catch (IOException e) {
            throw failure("putting an acknowledgement off", e);
        }
    }

    /** The outbox has it, or it will never be sent. */
    public void done(String eventId) {
        try {
            disk.delete(file(eventId, SENDING), LABEL);
        } catch (IOException e) {
            throw failure("forgetting an acknowledgement", e);
        }
    }

    /**
     * Decides about what was owed when the process died: while its event is still there, the handler gets it again, and
     * answers anew. Only where nobody else handles events of the queue.
     *
     * @param isThere true for the id of an event that is not accepted
     */
    public void recoverOwed(Predicate<String> isThere) {
        for (String id : ids(OWED)) {
            if (isThere.test(id)) {
                remove(id, OWED);
            } else {
                release(id);
            }
        }
    }

    /**
     * Forgets what was being given to the outbox when the process died: perhaps it was sent. Only where nobody else sends.
     *
     * @return ids of their events
     */
    public List<String> recoverSending() {
        List<String> unknown = ids(SENDING);
        unknown.forEach(this::done);
        return unknown;
    }

    /** Ids of the events whose acknowledgements are due. Lists the directory. */
    public List<String> due() {
        return ids(DUE);
    }

    private List<String> ids(String state) {
        List<String> ids = new ArrayList<>();
        try {
            if (disk.entry(directory, LABEL).isEmpty()) {
                return ids;
            }
            try (Disk.Listing listing = disk.list(directory, LABEL)) {
                while (listing.hasNext()) {
                    String name = listing.next().getFileName().toString();
                    if (name.endsWith(state)) {
                        ids.add(name.substring(0, name.length() - state.length()));
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw failure("listing acknowledgements", e.getCause());
        } catch (IOException e) {
            throw failure("listing acknowledgements", e);
        }
        return ids;
    }

    private void remove(String id, String state) {
        try {
            disk.delete(file(id, state), LABEL);
        } catch (IOException e) {
            throw failure("forgetting an acknowledgement", e);
        }
    }

    private boolean move(String id, String from, String to) {
        try {
            disk.rename(file(id, from), file(id, to), LABEL);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw failure("moving an acknowledgement on", e);
        }
    }

    private Path file(String id, String state) {
        return directory.resolve(id + state);
    }

    private io.mailroom.SpoolException failure(String what, IOException cause) {
        return SpoolFailure.of(null, directory, what, cause);
    }
}
