package io.mailroom.testkit;

import io.mailroom.CommandRefusedException;
import io.mailroom.ErrorKind;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import io.mailroom.spi.AutomaticMessage;
import io.mailroom.spi.Command;
import io.mailroom.spi.CommandNotSupportedException;
import io.mailroom.spi.CommandResult;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.InboundParameters;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.MessageRef;
import io.mailroom.spi.RetrievalSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A driver and its servers in one, in memory: any number of mailboxes on any number of servers, for tests of what goes on
 * above a driver. A mailbox lets one session in at a time and remembers when a second one came; what is marked goes when
 * the session is finished. Usable from any thread.
 */
public final class PostOffice implements CommunicationsDriver {
    /** What profiles call this driver. */
    public static final String NAME = "Post Office";

    private static final Parameter<String> SERVER =
            Parameter.text("Server").withDefault("post.example.com").describedAs("Where the mailbox is.");
    private static final Parameter<Integer> BATCH_SIZE =
            Parameter.integer("Batch Size", 1, 10_000).withDefault(100).describedAs("Most messages in one session.");

    private final Map<String, Map<String, byte[]>> mails = new HashMap<>();
    private final Map<String, Greeting> greetings = new HashMap<>();
    private final Set<String> locked = new HashSet<>();
    private final Map<String, Integer> openByServer = new HashMap<>();
    private final Map<String, Integer> mostOpenByServer = new HashMap<>();
    private final List<String> sessions = new ArrayList<>();
    private final List<AutomaticMessage> sent = new ArrayList<>();
    private Consumer<AutomaticMessage> carrier = message -> {};
    private int overlaps;

    /** What happens when a session begins, before it is let in: waits, throws. */
    public interface Greeting {
        void greet(String account);
    }

    /** A profile for an account, whose name is its address. */
    public static Profile profile(String account, String server) {
        return Profile.named(account, NAME)
                .set("From Address", account)
                .set(SERVER, server)
                .build();
    }

    /** Puts a mail into an account's mailbox. */
    public synchronized PostOffice delivers(String account, String uid, byte[] mail) {
        mails.computeIfAbsent(account, name -> new LinkedHashMap<>()).put(uid, mail);
        return this;
    }

    /** What happens at a server from now on when a session begins. */
    public synchronized PostOffice greets(String server, Greeting greeting) {
        greetings.put(server, greeting);
        return this;
    }

    /** Names of what is in a mailbox. */
    public synchronized List<String> uids(String account) {
        return List.copyOf(mails.getOrDefault(account, Map.of()).keySet());
    }

    /** What becomes from now on of what profiles send; it may throw, and then it is not sent. */
    public synchronized PostOffice carriedBy(Consumer<AutomaticMessage> carrier) {
        this.carrier = carrier;
        return this;
    }

    /** What profiles sent by themselves, in order. */
    public synchronized List<AutomaticMessage> sent() {
        return List.copyOf(sent);
    }

    private void send(AutomaticMessage message) {
        Consumer<AutomaticMessage> by;
        synchronized (this) {
            by = carrier;
        }
        by.accept(message);
        synchronized (this) {
            sent.add(message);
        }
    }

    /** Accounts in the order in which sessions with them began. */
    public synchronized List<String> sessions() {
        return List.copyOf(sessions);
    }

    /** How many sessions with a server there were at once, at most. */
    public synchronized int mostSessionsAtOnce(String server) {
        return mostOpenByServer.getOrDefault(server, 0);
    }

    /** Every session ends, as when the process at the other end dies. */
    public synchronized PostOffice everybodyLeaves() {
        locked.clear();
        openByServer.clear();
        return this;
    }

    /** How often a session was asked for with a mailbox that had one. */
    public synchronized int overlaps() {
        return overlaps;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String channel() {
        return "POST";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("Email");
    }

    @Override
    public Set<String> commands() {
        return Set.of(AutomaticMessage.COMMAND);
    }

    @Override
    public Set<String> events() {
        return Set.of("MessageReceived");
    }

    @Override
    public List<Parameter<?>> parameters() {
        return Stream.concat(InboundParameters.ALL.stream(), Stream.of(SERVER, BATCH_SIZE))
                .toList();
    }

    @Override
    public List<SettingsRule> rules() {
        return InboundParameters.RULES;
    }

    @Override
    public CommunicationsService open(Settings settings, DriverContext context) {
        return context.receiving(settings, new Counter(settings), new Sender());
    }

    private synchronized void enter(String server, String account) {
        sessions.add(account);
        if (!locked.add(account)) {
            overlaps++;
            throw new CommandRefusedException(
                    ErrorKind.IN_USE, account, server, "PASS", "[IN-USE] somebody is here", "Wait.");
        }
        int open = openByServer.merge(server, 1, Integer::sum);
        mostOpenByServer.merge(server, open, Math::max);
    }

    private synchronized void leave(String server, String account) {
        if (locked.remove(account)) {
            openByServer.merge(server, -1, Integer::sum);
        }
    }

    private synchronized List<MessageRef> list(String account) {
        List<MessageRef> refs = new ArrayList<>();
        mails.getOrDefault(account, Map.of())
                .forEach((uid, mail) -> refs.add(new MessageRef(refs.size() + 1, uid, mail.length)));
        return refs;
    }

    private synchronized byte[] mail(String account, String uid) {
        return mails.get(account).get(uid);
    }

    private synchronized void remove(String account, Set<String> uids) {
        mails.getOrDefault(account, new HashMap<>()).keySet().removeAll(uids);
    }

    private synchronized Greeting greeting(String server) {
        return greetings.getOrDefault(server, account -> {});
    }

    private final class Sender implements CommunicationsService {
        @Override
        public CommandResult invoke(Command command) {
            if (!(command.payload() instanceof AutomaticMessage message)) {
                throw new CommandNotSupportedException(command.name(), "A post office sends automatic messages only.");
            }
            send(message);
            return () -> "sent";
        }

        @Override
        public void start() {
            // has nothing to get ready
        }

        @Override
        public void suspend() {
            // takes on no work anyway
        }

        @Override
        public void resume() {
            // takes on no work anyway
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** Where one account's sessions begin. */
    private final class Counter implements MailboxConnector {
        private final String server;
        private final String account;
        private final int batchSize;

        Counter(Settings settings) {
            server = settings.get(SERVER);
            account = settings.get(InboundParameters.FROM_ADDRESS).address();
            batchSize = settings.get(BATCH_SIZE);
        }

        @Override
        public String server() {
            return server;
        }

        @Override
        public String account() {
            return account;
        }

        @Override
        public String filePrefix() {
            return "POP3";
        }

        @Override
        public int batchSize() {
            return batchSize;
        }

        @Override
        public Mailbox connect() {
            greeting(server).greet(account);
            enter(server, account);
            return new Session(server, account);
        }
    }

    private final class Session implements Mailbox {
        private final String server;
        private final String account;
        private final Set<String> marked = new LinkedHashSet<>();

        Session(String server, String account) {
            this.server = server;
            this.account = account;
        }

        @Override
        public List<MessageRef> list() {
            return PostOffice.this.list(account);
        }

        @Override
        public void retrieve(List<MessageRef> messages, RetrievalSink sink) throws IOException {
            for (MessageRef message : messages) {
                byte[] bytes = mail(account, message.uid());
                sink.begin(message);
                sink.write(bytes, 0, bytes.length);
                sink.complete(message);
            }
        }

        @Override
        public void markDeleted(List<MessageRef> messages, DeletionReceipt receipt) {
            for (MessageRef message : messages) {
                marked.add(message.uid());
                receipt.marked(message);
            }
        }

        @Override
        public void finish() {
            remove(account, marked);
            close();
        }

        @Override
        public void close() {
            leave(server, account);
        }
    }
}
