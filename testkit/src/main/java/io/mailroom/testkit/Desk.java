package io.mailroom.testkit;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Finding;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.Mailbox.DeletionReceipt;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.MessageRef;
import io.mailroom.spi.RetrievalSink;
import io.mailroom.spi.ServiceClient;
import io.mailroom.wire.Connector;
import io.mailroom.wire.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whoever sits there opens a mailbox by hand: no spool, no events, just a driver's client and what it fetched. One thread.
 */
public final class Desk {
    private final CommunicationsDriver driver;
    private final Connector connector;
    private final List<String> log = new ArrayList<>();
    private final Consumer<String> watcher;
    private final Map<String, String> fetched = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private Profile profile;
    private @Nullable MailboxConnector mailboxes;

    /**
     * @param profile everything the driver needs to know of the mailbox
     * @param connector the only way to its server
     */
    public Desk(CommunicationsDriver driver, Profile profile, Connector connector) {
        this(driver, profile, connector, line -> {});
    }

    /** The same, with somebody who sees each line of the transcripts as it is written. */
    Desk(CommunicationsDriver driver, Profile profile, Connector connector, Consumer<String> watcher) {
        this.watcher = watcher;
        this.driver = Objects.requireNonNull(driver, "driver");
        this.profile = Objects.requireNonNull(profile, "profile");
        this.connector = Objects.requireNonNull(connector, "connector");
    }

    /** Changes the profile for the sessions that follow. */
    public Desk set(String parameter, String value) {
        Profile.Builder changed = profile.toBuilder();
        driver.parameters().stream().filter(each -> each.isNamed(parameter)).forEach(changed::unset);
        profile = changed.set(parameter, value).build();
        mailboxes = null;
        return this;
    }

    /** What sends for the profile: a service that receives nothing. */
    public CommunicationsService service() {
        return driver.open(settings(), new Context());
    }

    /** What the driver makes of the profile. */
    public MailboxConnector mailboxes() {
        if (mailboxes == null) {
            Context context = new Context();
            driver.open(settings(), context);
            mailboxes = Objects.requireNonNull(context.opened, "the driver receives nothing");
        }
        return mailboxes;
    }

    /** What the driver finds out about the server. */
    public List<Finding> examine() {
        return driver.examine(settings(), new Context());
    }

    private Settings settings() {
        return ProfileResolver.of(driver.parameters())
                .withRules(driver.rules())
                .withEnvironment(Map.<String, String>of()::get)
                .resolve(profile, Direction.INBOUND);
    }

    /** Logs in. */
    public Mailbox open() {
        return mailboxes().connect();
    }

    /** One session in the careful order: fetch all that nobody marked, mark what arrived whole, finish. */
    public void poll() throws IOException {
        try (Mailbox mailbox = open()) {
            List<MessageRef> listed =
                    mailbox.list().stream().filter(ref -> !ref.markedDeleted()).toList();
            markDeleted(mailbox, fetch(mailbox, listed));
            mailbox.finish();
        }
    }

    /** Fetches messages. @return those that arrived whole */
    public List<MessageRef> fetch(Mailbox mailbox, List<MessageRef> messages) throws IOException {
        List<MessageRef> whole = new ArrayList<>();
        mailbox.retrieve(messages, new Basket(whole));
        return whole;
    }

    /** Marks messages; what the server refuses is written down. */
    public void markDeleted(Mailbox mailbox, List<MessageRef> messages) {
        mailbox.markDeleted(messages, new Receipt());
    }

    /** Everything that arrived whole, each byte a character, by the server's id; by its number where there is none; two with one id are two. */
    public Map<String, String> fetched() {
        return fetched;
    }

    /** What the server would not give or delete: its id and the server's words. */
    public List<String> refused() {
        return refused;
    }

    /** What crossed the wire, as transcripts show it. */
    public List<String> log() {
        return log;
    }

    /** Keeps what arrives; a message that does not get to {@code complete} is not kept. */
    private final class Basket implements RetrievalSink {
        private final List<MessageRef> whole;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Basket(List<MessageRef> whole) {
            this.whole = whole;
        }

        @Override
        public void begin(MessageRef message) {
            bytes.reset();
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, length);
        }

        @Override
        public void complete(MessageRef message) {
            String text = bytes.toString(StandardCharsets.ISO_8859_1);
            String name = nameOf(message);
            boolean isTaken = fetched.containsKey(name) && !fetched.get(name).equals(text);
            fetched.put(isTaken ? name + "'" : name, text);
            whole.add(message);
        }

        @Override
        public void refused(MessageRef message, String reply) {
            refused.add(nameOf(message) + " " + reply);
        }
    }

    private static String nameOf(MessageRef message) {
        return message.uid().isEmpty() ? "#" + message.number() : message.uid();
    }

    private final class Receipt implements DeletionReceipt {
        @Override
        public void marked(MessageRef message) {
            // what becomes of the mark shows on the server
        }

        @Override
        public void refused(MessageRef message, String reply) {
            refused.add(nameOf(message) + " " + reply);
        }
    }

    /** A host that only remembers which mailbox it was to receive from. */
    private final class Context implements DriverContext {
        private @Nullable MailboxConnector opened;

        @Override
        public String profile() {
            return profile.name();
        }

        @Override
        public Path home() {
            return Path.of("home");
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public Connector connector() {
            return connector;
        }

        @Override
        public ServiceClient client() {
            throw new UnsupportedOperationException("opening a service raises no events");
        }

        @Override
        public Transcript newTranscript() {
            return Transcript.to(line -> {
                log.add(line);
                watcher.accept(line);
            });
        }

        @Override
        public CommunicationsService receiving(
                Settings settings, MailboxConnector mailbox, CommunicationsService sender) {
            opened = mailbox;
            return sender;
        }
    }
}
