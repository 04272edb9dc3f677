package io.mailroom.smtp;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.SmtpSender.UploadProgress;
import io.mailroom.smtp.outbox.OutboxFiles;
import io.mailroom.smtp.outbox.SentIndex;
import io.mailroom.smtp.outbox.SharedJournal;
import io.mailroom.spi.AutomaticMessage;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandNotSupportedException;
import io.mailroom.spi.CommandResult;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskLock;
import io.mailroom.spool.FileSystems;
import io.mailroom.spool.LocalDisk;
import io.mailroom.spool.SafeName;
import io.mailroom.spool.SpoolFailure;
import io.mailroom.spool.SpoolName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends for one profile. {@link #SEND} sends a message now and answers with a {@link SendResult}; {@link #QUEUE} puts
 * it into the {@link Outbox} and answers with an {@link OutboxEntry}. The payload of both is an
 * {@link OutboundMessage}. {@link AutomaticMessage#COMMAND} puts mail of the host's own there. Usable from any thread.
 */
public final class SmtpService implements CommunicationsService {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpService.class);

    /** Command: send an {@link OutboundMessage} now, and wait for the result. */
    public static final String SEND = "SendMessage";

    /** Command: put an {@link OutboundMessage} into the outbox. */
    public static final String QUEUE = "QueueMessage";

    static final Set<String> COMMANDS = Set.of(SEND, QUEUE, AutomaticMessage.COMMAND);

    /** How long closing waits for messages in hand. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** How long it waits for what became of those that were cut then. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final AtomicLong SERVICES = new AtomicLong();
    private static final long STARTED = System.nanoTime();
    private static final long NANOS_PER_MILLI = 1_000_000;

    private enum State {
        NEW,
        RUNNING,
        CLOSED
    }

    private final String profile;
    private final Disk disk;
    private final SmtpSender sender;
    private final OutboxFiles files;
    private final Outbox outbox;
    private final BounceMatcher bounces;
    private final int threads;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final List<Thread> workers = new ArrayList<>();
    private @Nullable DiskLock lock;

    private SmtpService(Settings settings, DriverContext context, Disk disk, int threads, int journalBytes) {
        this.profile = context.profile();
        this.disk = disk;
        this.threads = threads;
        this.sender = SmtpSender.open(settings, context);
        Path directory = context.home().resolve(settings.get(SmtpParameters.SENT_EMAIL_DIRECTORY));
        SpoolName names = new SpoolName(
                ProcessHandle.current().pid(),
                1,
                SERVICES.incrementAndGet(),
                context.clock().instant());
        this.files = new OutboxFiles(disk, directory, names, () -> (System.nanoTime() - STARTED) / NANOS_PER_MILLI);
        SentIndex sent = new SentIndex(disk, inDirectory("sent_", ".ids"), context.clock());
        this.bounces = new BounceMatcher(sent);
        this.outbox = new Outbox(new OutboxDispatch(
                profile,
                sender,
                files,
                new SharedJournal(disk, inDirectory("outbox_", SharedJournal.ENDING), files, journalBytes),
                sent,
                RetryPolicy.of(settings),
                settings.get(SmtpParameters.SAVE_SENT_MESSAGES),
                context.clock()));
    }

    /** A service for one profile, of this driver or of one that also receives. Touches neither network nor disk. */
    public static SmtpService open(Settings settings, DriverContext context) {
        int threads = settings.get(SmtpParameters.CONNECTIONS);
        return new SmtpService(settings, context, new LocalDisk(), threads, SharedJournal.LARGEST);
    }

    /** On another disk, and without threads: {@code sendDue} of its outbox does their work. */
    static SmtpService openForTest(Settings settings, DriverContext context, Disk disk) {
        return openForTest(settings, context, disk, SharedJournal.LARGEST);
    }

    /** The same with a shared journal that is soon too long. */
    static SmtpService openForTest(Settings settings, DriverContext context, Disk disk, int journalBytes) {
        return new SmtpService(settings, context, disk, 0, journalBytes);
    }

    @Override
    public void start() {
        if (!state.compareAndSet(State.NEW, State.RUNNING)) {
            throw new IllegalStateException(
                    "The sending service for " + profile + " is " + state.get() + ". A service starts once.");
        }
        try {
            files.createDirectory();
            FileSystems.doubts(disk, List.of(files.directory()), profile)
                    .forEach(doubt ->
                            LOG.atWarn().addKeyValue("profile", profile).log("{}", doubt));
            lock = takeLock();
        } catch (IOException failed) {
            throw SpoolFailure.of(profile, files.directory(), "preparing the directory", failed);
        }
        outbox.recover();
        for (int i = 1; i <= threads; i++) {
            Thread worker = new Thread(outbox::work, "mailroom-outbox-" + i);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
    }

    private DiskLock takeLock() throws IOException {
        Optional<DiskLock> taken = disk.lock(inDirectory("outbox_", ".lock"), "smtp");
        return taken.orElseThrow(
                () -> new OutboxInUseException(profile, files.directory().toString()));
    }

    /** A file of this profile beside its messages; two profiles never share one. */
    private Path inDirectory(String before, String after) {
        return files.directory().resolve(before + SafeName.escape(profile) + after);
    }

    /** Ties reports that come in to messages that this service has sent. */
    public BounceMatcher bounces() {
        return bounces;
    }

    /** Messages on disk that wait to be sent. */
    public Outbox outbox() {
        return outbox;
    }

    /**
     * Sends a message now and waits for the answers of the servers. What the servers said is in the result, whatever it
     * is; only what keeps a message from being tried at all is thrown.
     *
     * @throws InvalidMessageException when the message must not be sent as it is
     * @throws io.mailroom.SpoolException when our own disk failed
     */
    public SendResult send(OutboundMessage message) {
        return send(message, (sent, total) -> {});
    }

    /** As {@link #send(OutboundMessage)}, telling a listener how far it has come. */
    public SendResult send(OutboundMessage message, UploadProgress progress) {
        requireRunning();
        return outbox.sendDirect(message, progress);
    }

    /** Puts a message into the outbox; see {@link Outbox#queue}. */
    public OutboxEntry queue(OutboundMessage message) {
        requireRunning();
        return outbox.queue(message);
    }

    @Override
    public CommandResult invoke(Command command) {
        if (command.name().equals(AutomaticMessage.COMMAND)
                && command.payload() instanceof AutomaticMessage automatic) {
            return queue(UnattendedMessage.of(automatic));
        }
        if (!COMMANDS.contains(command.name()) || !(command.payload() instanceof OutboundMessage message)) {
            throw new CommandNotSupportedException(
                    command.name(),
                    "Use " + SEND + " or " + QUEUE + " with an OutboundMessage, or " + AutomaticMessage.COMMAND
                            + " with an AutomaticMessage.");
        }
        return command.name().equals(SEND) ? send(message) : queue(message);
    }

    private void requireRunning() {
        if (state.get() != State.RUNNING) {
            throw new IllegalStateException("The sending service for " + profile + " is " + state.get() + ".");
        }
    }

    @Override
    public void suspend() {
        outbox.suspend(true);
    }

    @Override
    public void resume() {
        outbox.suspend(false);
    }

    /** Lets messages in hand finish, for at most 30 seconds. What is queued stays on disk. */
    @Override
    public void close() {
        if (state.getAndSet(State.CLOSED) == State.CLOSED) {
            return;
        }
        outbox.close();
        boolean idle = outbox.awaitIdle(GRACE);
        sender.close();
        if (!idle) {
            sender.cut();
            outbox.awaitIdle(LAST_WORDS);
        }
        workers.forEach(SmtpService::awaitEnd);
        try {
            outbox.tidy();
        } finally {
            giveBackTheLock();
        }
    }

    private void giveBackTheLock() {
        DiskLock held = lock;
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException failed) {
            throw SpoolFailure.of(profile, files.directory(), "giving back the lock of the outbox", failed);
        }
    }

    private static void awaitEnd(Thread worker) {
        try {
            worker.join(LAST_WORDS.toMillis());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
