package io.mailroom.internal.inbound;

import io.mailroom.event.LoopbackDetector;
import io.mailroom.event.Outcome;
import io.mailroom.internal.housekeeping.ProfilePlaces;
import io.mailroom.internal.inbound.Reading.Verdict;
import io.mailroom.profile.Settings;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandResult;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.FailedMessages;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.MailboxWatch;
import io.mailroom.spi.Receiver;
import io.mailroom.spi.ServiceClient;
import io.mailroom.spi.SessionReport;
import io.mailroom.spool.AttemptMarks;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.KeptIds;
import io.mailroom.spool.MailboxId;
import io.mailroom.spool.MailboxLock;
import io.mailroom.spool.OpenMessages;
import io.mailroom.spool.SeenIds;
import io.mailroom.spool.Spool;
import io.mailroom.spool.SpoolDirectories;
import io.mailroom.spool.SpoolFailure;
import io.mailroom.spool.SpoolName;
import io.mailroom.wire.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving service of any driver that can open a {@link Mailbox}. Starting it takes the mailbox lock and recovers
 * what an earlier service left (R0 to R3); each {@link #receive()} is a session, preceded by one that reconciles when the
 * last one broke (S1, S2). Commands go to the sending half.
 */
public final class MailboxService implements CommunicationsService, Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxService.class);

    private enum State {
        NEW,
        RUNNING,
        SUSPENDED,
        CLOSED
    }

    private final InboundWorld world;
    private final InboundSettings settings;
    private final SpoolDirectories directories;
    private final MailboxConnector connector;
    private final CommunicationsService sender;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final AtomicReference<Mailbox> connected = new AtomicReference<>();
    private final RoomCheck room;
    private Resources resources;

    /** What start opens and close releases. */
    private record Resources(
            MailboxLock lock,
            SeenIds seen,
            KeptIds kept,
            AttemptMarks attempts,
            LoopbackDetector loopback,
            OpenMessages open,
            MessageReading reading,
            Quarantine quarantine,
            InboundParts parts) {}

    /**
     * @param world what the host provides
     * @param settings of the profile
     * @param connector opens sessions
     * @param sender carries out commands
     */
    public MailboxService(
            InboundWorld world, Settings settings, MailboxConnector connector, CommunicationsService sender) {
        this.world = world;
        InboundSettings read = InboundSettings.of(settings);
        this.settings = world.testMode() ? read.inTestMode() : read;
        this.room = new RoomCheck(world.profile(), this.settings.minimumFreeBytes());
        this.directories = world.testMode()
                ? SpoolDirectories.under(world.home())
                : new ProfilePlaces(settings, world.home()).directories();
        this.connector = connector;
        this.sender = sender;
    }

    @Override
    public void start() {
        if (!state.compareAndSet(State.NEW, State.RUNNING)) {
            throw new IllegalStateException("Service for " + world.profile() + " is " + state.get()
                    + ". A service starts once; open another to receive again.");
        }
        Spool spool = Spool.open(world.disk(), directories, world.profile()).leavingFree(settings.minimumFreeBytes());
        spool.warnings()
                .forEach(warning ->
                        LOG.atWarn().addKeyValue("profile", world.profile()).log("{}", warning));
        MailboxId mailbox = new MailboxId(connector.server(), connector.account(), connector.folder());
        MailboxLock lock = MailboxLock.acquire(
                world.registry(),
                world.disk(),
                directories.incoming(),
                mailbox,
                world.profile(),
                world.names().tag());
        try {
            warnOfOtherName(mailbox);
            resources = open(spool, mailbox, lock);
            recover();
            sender.start();
        } catch (RuntimeException e) {
            state.set(State.CLOSED);
            release(e);
            throw e;
        }
    }

    /** A mailbox under two names is locked under each by itself. */
    private void warnOfOtherName(MailboxId mailbox) {
        world.registry().sameAccount(mailbox).stream()
                .filter(other -> Endpoint.isNameOfAddress(mailbox.server(), other.server()))
                .forEach(other -> LOG.atWarn()
                        .addKeyValue("profile", world.profile())
                        .log(
                                "{} is received already as {}: both names stand for one address. Two receivers repeat"
                                        + " mail; take the mailbox out of one profile, or spell its server alike.",
                                mailbox,
                                other));
    }

    private Resources open(Spool spool, MailboxId mailbox, MailboxLock lock) {
        String profile = world.profile();
        Path incoming = directories.incoming();
        ServiceFiles files = new ServiceFiles(spool, world.names(), connector.filePrefix(), world.uptimeMillis());
        SeenIds seen = new SeenIds(world.disk(), incoming, mailbox, profile);
        KeptIds kept = new KeptIds(world.disk(), incoming, mailbox, profile);
        AttemptMarks attempts = new AttemptMarks(world.disk(), incoming, mailbox, profile);
        OpenMessages open = new OpenMessages(world.disk(), incoming, mailbox, profile);
        LoopbackDetector loopback = loopback(mailbox);
        MessageReading reading = new MessageReading(
                spool,
                files,
                settings,
                mailbox,
                profile,
                world.channel(),
                world.clock(),
                loopback,
                attempts,
                world.seal().get());
        GroupWork work =
                new GroupWork(spool, files, settings, profile, world.client(), attempts, open, reading, world.clock());
        ServerCopies copies = settings.leaveOnServer()
                ? new KeptCopies(spool, files, kept)
                : new DeletedCopies(profile, spool, files, seen, kept, open);
        Leftovers leftovers = new Leftovers(spool, files, open, work::settleStored);
        InboundParts parts =
                new InboundParts(profile, settings, spool, files, copies, new Unwanted(profile), work, leftovers);
        Quarantine quarantine = new Quarantine(spool, files, open, profile);
        return new Resources(lock, seen, kept, attempts, loopback, open, reading, quarantine, parts);
    }

    private LoopbackDetector loopback(MailboxId mailbox) {
        LoopbackFile store = new LoopbackFile(world.disk(), directories.incoming(), mailbox);
        try {
            return new LoopbackDetector(settings.loopbackInterval(), settings.loopbackCount(), world.clock(), store);
        } catch (IOException e) {
            throw SpoolFailure.of(world.profile(), store.file(), "reading the senders seen", e);
        }
    }

    /** Steps R1 to R3: what earlier services of this mailbox left in Incoming. */
    private void recover() {
        Resources r = resources;
        List<String> dead = deadTags(r);
        recoverStaged(dead);
        Spool spool = r.parts().spool();
        Spool.Leftovers left = spool.leftovers(dead::contains);
        left.parts().forEach(part -> spool.remove(part, "part"));
        StrayDrafts.remove(spool, left.strays(), world.clock().instant());
        Leftovers leftovers = r.parts().leftovers();
        List<Path> neverMarked = leftovers.atStart(r.parts().copies(), left.messages());
        removeMadeForNothing(left.made(), leftovers.unfinished(neverMarked));
        neverMarked.forEach(file -> spool.remove(file, "incoming"));
        if (r.open().messages().isEmpty()) {
            r.lock().recovered();
        }
    }

    /** Services of this mailbox that ended: by its owner file, and by the messages they left, should that be gone. */
    private static List<String> deadTags(Resources r) {
        Set<String> dead = new LinkedHashSet<>(r.lock().deadTags());
        r.open().messages().forEach(message -> SpoolName.parse(message.file()).ifPresent(name -> dead.add(name.tag())));
        return List.copyOf(dead);
    }

    /**
     * Step R3: files made for an event that was never staged. Somebody may have deleted the index, so events are asked too.
     * They are gone durably before their message goes: it alone tells whose they are.
     */
    private void removeMadeForNothing(List<Path> made, Set<String> unfinished) {
        List<Path> doomed = made.stream()
                .filter(file -> unfinished.contains(messageOf(file)))
                .toList();
        if (doomed.isEmpty()) {
            return;
        }
        Spool spool = resources.parts().spool();
        Set<Path> named = world.client().filesOfEvents().orElseGet(() -> {
            LOG.atWarn()
                    .addKeyValue("profile", world.profile())
                    .log(
                            "An event file is damaged, so files that no event seems to name are left; see the put-aside events");
            return Set.copyOf(doomed);
        });
        doomed.stream().filter(file -> !named.contains(file)).forEach(file -> spool.remove(file, "part"));
        spool.forceNames(SpoolDirectories.Place.INCOMING, "part");
    }

    /** What the names of a message's file and of the files made from it share. */
    static String messageOf(Path file) {
        return SpoolName.parse(file.getFileName().toString())
                .map(name -> name.tag() + "_" + Long.toHexString(name.numbers().get(0)))
                .orElse("");
    }

    private void recoverStaged(List<String> dead) {
        List<String> tags = new ArrayList<>(dead);
        tags.add(world.names().tag());
        world.client().recover(tags, digest -> resources.parts().copies().isRecorded(ContentDigest.parse(digest)));
    }

    @Override
    public Optional<Receiver> receiver() {
        return Optional.of(this);
    }

    @Override
    public SessionReport receive() {
        return receive(() -> false);
    }

    @Override
    public SessionReport receive(BooleanSupplier mayGoOn) {
        if (state.get() == State.NEW) {
            throw new IllegalStateException("Service for " + world.profile() + " is not started.");
        }
        if (state.get() != State.RUNNING) {
            return SessionReport.EMPTY;
        }
        Resources r = resources;
        ServiceClient client = world.client();
        room.check(r.parts().spool());
        r.seen().startSession();
        recoverStaged(deadTags(r));
        r.parts().leftovers().settleRecorded(r.parts().copies());
        List<StoredMessage> again = r.quarantine().waiting(connector.batchSize());
        if (!again.isEmpty()) {
            return workOnAgain(r, again);
        }
        if (r.seen().hasPrevious()) {
            reconcile(r);
        }
        client.batchBegan();
        try (Mailbox mailbox = connect()) {
            r.reading().startSession();
            return new ReceivingSession(r.parts(), mailbox, connector.batchSize(), () -> state.get() != State.RUNNING)
                    .run(mayGoOn);
        } finally {
            connected.set(null);
            client.batchEnded();
            saveLoopback(r);
            r.open().tidy();
        }
    }

    @Override
    public Optional<MailboxWatch> watch() {
        return state.get() == State.CLOSED ? Optional.empty() : connector.watch();
    }

    @Override
    public String server() {
        return connector.server();
    }

    /** What was taken up from Failed needs no server; the next session follows at once. */
    private SessionReport workOnAgain(Resources r, List<StoredMessage> again) {
        GroupWork.Tally tally = new GroupWork.Tally();
        world.client().batchBegan();
        try {
            r.reading().startSession();
            r.quarantine().workOn(again, r.parts().work(), r.parts().copies(), tally);
        } finally {
            world.client().batchEnded();
            r.open().tidy();
        }
        return new SessionReport(
                0, tally.of(Verdict.EVENT), tally.of(Verdict.FAILED), tally.of(Verdict.LOOPBACK), 0, true);
    }

    @Override
    public FailedMessages failed() {
        if (resources == null) {
            throw new IllegalStateException("Service for " + world.profile() + " is not started.");
        }
        return resources.quarantine();
    }

    private void reconcile(Resources r) {
        world.client().status("telling apart what the last session, which broke, had handed on");
        try (Mailbox mailbox = connect()) {
            new Reconciliation(r.seen(), mailbox).run();
        } finally {
            connected.set(null);
        }
    }

    private Mailbox connect() {
        Mailbox mailbox = connector.connect();
        connected.set(mailbox);
        if (state.get() == State.CLOSED) {
            mailbox.close();
        }
        return mailbox;
    }

    private void saveLoopback(Resources r) {
        try {
            r.loopback().save();
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("profile", world.profile())
                    .setCause(e)
                    .log("The senders seen could not be saved; loop detection starts anew after a restart");
        }
    }

    @Override
    public CommandResult invoke(Command command) {
        return sender.invoke(command);
    }

    @Override
    public void finished(String trackingId, Outcome outcome) {
        sender.finished(trackingId, outcome);
    }

    @Override
    public void suspend() {
        state.compareAndSet(State.RUNNING, State.SUSPENDED);
        sender.suspend();
    }

    @Override
    public void resume() {
        state.compareAndSet(State.SUSPENDED, State.RUNNING);
        sender.resume();
    }

    @Override
    public void close() {
        if (state.getAndSet(State.CLOSED) == State.CLOSED) {
            return;
        }
        Mailbox atWork = connected.getAndSet(null);
        if (atWork != null) {
            atWork.close(); // ends a call that waits; the session breaks, and the next start tells what was handed on
        }
        sender.close();
        release(null);
    }

    private void release(@org.jspecify.annotations.Nullable RuntimeException cause) {
        Resources r = resources;
        if (r == null) {
            return;
        }
        r.seen().close();
        r.kept().close();
        r.attempts().close();
        boolean settled = cause == null && r.open().messages().isEmpty();
        if (settled) {
            r.open().forgetWhenEmpty();
            r.lock().closeSettled();
        } else {
            r.lock().close();
        }
    }
}
