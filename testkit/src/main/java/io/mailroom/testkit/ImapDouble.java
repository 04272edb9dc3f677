package io.mailroom.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An IMAP server that keeps to RFC 9051 as far as a client that fetches mail can see, until a switch tells it otherwise. It
 * holds the folders of one account, lets any number of sessions in, and remembers what it was asked. Give {@link
 * #connector()} to a driver, or {@link #sessions()} to a {@link SocketHost}.
 *
 * <p>Commands are named without tag, as {@code UID STORE}; {@code UID FETCH} is a listing, {@code UID FETCH BODY} a
 * retrieval. Thread-safe, so that sessions may run on sockets.
 */
public final class ImapDouble {
    /** Ways in which this server differs from a good one. */
    public enum Switch {
        /** A connection that breaks, or another client just then, expunges what is marked deleted. */
        COMMITS_ON_DROP,
        /** EXPUNGE is answered with OK, and the messages are there again, unmarked. */
        KEEPS_MAIL,
        /** EXPUNGE removes every other message, and is answered with NO when one is left. */
        EXPUNGES_SOME,
        /** Every other login is refused, because somebody else is in the mailbox. */
        IN_USE_AT_TIMES,
        /** Each session has another UIDVALIDITY and other UIDs. */
        RENUMBERS_UIDS,
        /** SELECT tells no UIDVALIDITY. */
        NO_UIDVALIDITY,
        /** Tells nine mebibytes for the size of each message. */
        HUGE_SIZES,
        /** Knows no UID EXPUNGE. */
        NO_UIDPLUS,
        /** Knows no UID MOVE. */
        NO_MOVE,
        /** Answers a retrieval before it has ended the one before it. */
        INTERLEAVES,
        /** Knows no IDLE. */
        NO_IDLE,
        /** Takes IDLE and never says anything in it. */
        DEAF_IDLE,
        /** Opens folders for reading only. */
        READ_ONLY,
        /** Cannot keep the flag \Deleted. */
        NO_DELETED_FLAG,
        /** Tells the UID of a message behind its body. */
        UID_LAST,
        /** STARTTLS is answered with NO. */
        NO_STARTTLS,
        /** Sends bytes behind the answer to STARTTLS. */
        INJECTS_AFTER_STARTTLS,
        /** TLS from the first byte. */
        IMPLICIT_TLS,
        /** Greets with PREAUTH. */
        PREAUTH,
        /** Offers LOGIN and no SASL mechanism. */
        LOGIN_ONLY,
        /** Offers AUTH=LOGIN and neither PLAIN nor LOGIN. */
        SASL_LOGIN_ONLY,
        /** Takes no SASL answer with the command. */
        NO_SASL_IR
    }

    /** A message of a folder. */
    static final class Mail {
        final String name;
        final byte[] bytes;
        final Set<String> flags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        long uid;

        Mail(String name, long uid, byte[] bytes) {
            this.name = name;
            this.uid = uid;
            this.bytes = bytes;
        }

        boolean isDeleted() {
            return flags.contains("\\Deleted");
        }
    }

    private static final long FIRST_VALIDITY = 7;

    private final Set<Switch> switches = EnumSet.noneOf(Switch.class);
    private final Map<String, List<Mail>> folders = new LinkedHashMap<>();
    private final Map<String, String> rights = new HashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final Map<String, Deque<String>> overrides = new HashMap<>();
    private final Set<String> dropsAt = new TreeSet<>();
    private final Set<String> losesAnswerTo = new TreeSet<>();
    private final MemoryConnector connector = new MemoryConnector(sessions());
    private MailServerDouble.Observer observer = new MailServerDouble.Observer() {};
    private String account = "alice";
    private String password = "pw-alice";
    private long validity = FIRST_VALIDITY;
    private long nextUid = 1;
    private int logins;
    private int generation;
    private int cutBefore;

    /** An empty mailbox of {@code alice}, password {@code pw-alice}. */
    public ImapDouble() {
        folders.put("INBOX", new ArrayList<>());
    }

    /** The mailbox belongs to this account. */
    public synchronized ImapDouble belongsTo(String name, String secret) {
        account = name;
        password = secret;
        return this;
    }

    /** Puts a message at the end of INBOX; line ends become CRLF. */
    public synchronized ImapDouble holds(String name, String mail) {
        String crlf = mail.replace("\r\n", "\n").replace("\n", "\r\n");
        return holds(name, crlf.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts a message at the end of INBOX. A number at the end of its name is its UID, whether or not that is in use. */
    public synchronized ImapDouble holds(String name, byte[] mail) {
        String digits = name.replaceFirst("^.*?(\\d{0,9})$", "$1");
        long uid = digits.isEmpty() ? nextUid : Long.parseLong(digits);
        nextUid = Math.max(nextUid, uid + 1);
        inbox().add(new Mail(name, uid, mail.clone()));
        return this;
    }

    /** Another client marks a message of INBOX deleted. */
    public synchronized ImapDouble somebodyMarks(String name) {
        inbox().stream().filter(mail -> mail.name.equals(name)).forEach(mail -> mail.flags.add("\\Deleted"));
        return this;
    }

    /** There is an empty folder of this name. */
    public synchronized ImapDouble hasFolder(String name) {
        folders.putIfAbsent(name, new ArrayList<>());
        return this;
    }

    /** The server has ACL (RFC 4314), and the account these rights to a folder. */
    public synchronized ImapDouble grants(String folder, String letters) {
        rights.put(folder, letters);
        return this;
    }

    /** From now on the UIDs are others, under another UIDVALIDITY. */
    public synchronized ImapDouble renumbers() {
        validity++;
        for (Mail mail : inbox()) {
            mail.uid = 1_000 + nextUid++;
        }
        return this;
    }

    /** Switches misbehaviour on. */
    public synchronized ImapDouble with(Switch first, Switch... more) {
        switches.addAll(EnumSet.of(first, more));
        return this;
    }

    /** Switches misbehaviour off. */
    public synchronized ImapDouble without(Switch first, Switch... more) {
        switches.removeAll(EnumSet.of(first, more));
        return this;
    }

    /** Nothing reaches the clients that are connected now, nor comes from them, as when a router forgets connections. */
    public synchronized ImapDouble dropsAllConnectionsSilently() {
        generation++;
        return this;
    }

    /** All connections that are open now end. */
    public synchronized ImapDouble dropsAllConnections() {
        cutBefore = ++generation;
        return this;
    }

    /** The next time this command arrives, the connection drops instead. */
    public synchronized ImapDouble dropsTheConnectionAt(String verb) {
        dropsAt.add(verb);
        return this;
    }

    /** The next time this command arrives it is carried out, but the connection drops before the answer. */
    public synchronized ImapDouble losesTheAnswerTo(String verb) {
        losesAnswerTo.add(verb);
        return this;
    }

    /**
     * Answers the command with this text instead of carrying it out; once for each call. {@code TAG} stands for the command's
     * tag; CRLF is added. The greeting is {@code ""}.
     */
    public synchronized ImapDouble answersOnce(String verb, String reply) {
        overrides
                .computeIfAbsent(verb.toUpperCase(Locale.ROOT), any -> new ArrayDeque<>())
                .add(reply);
        return this;
    }

    /** Asks this observer before each mark and each removal. */
    public synchronized ImapDouble observedBy(MailServerDouble.Observer watcher) {
        observer = watcher;
        return this;
    }

    /** This server as the contract tests know it. */
    public MailServerDouble asMailServer() {
        return new ImapMailServer(this);
    }

    /** Connections to this server without a network. */
    public MemoryConnector connector() {
        return connector;
    }

    /** Makes the server's side of one connection after the other. */
    public Supplier<LineServer> sessions() {
        return () -> new ImapDoubleSession(this);
    }

    /** Names of what INBOX holds now. */
    public synchronized List<String> uids() {
        return namesIn("INBOX");
    }

    /** What INBOX holds now, in the order of {@link #uids()}. */
    public synchronized List<byte[]> messages() {
        return inbox().stream().map(mail -> mail.bytes.clone()).toList();
    }

    /** Names of what a folder holds now; of none when there is no such folder. */
    public synchronized List<String> namesIn(String folder) {
        return folders.getOrDefault(folder, List.of()).stream()
                .map(mail -> mail.name)
                .toList();
    }

    /** Names of what is marked deleted in INBOX. */
    public synchronized List<String> marked() {
        return inbox().stream().filter(Mail::isDeleted).map(mail -> mail.name).toList();
    }

    /** All commands of all sessions so far, without tags; passwords are left out. */
    public synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    /** How often each command came, for tests that count. */
    public synchronized long count(String verb) {
        return commands.stream()
                .filter(line -> line.equals(verb) || line.startsWith(verb + " "))
                .count();
    }

    synchronized boolean has(Switch misbehaviour) {
        return switches.contains(misbehaviour);
    }

    /** Connections of an earlier generation are dead. */
    synchronized int generation() {
        return generation;
    }

    /** Connections of that generation have ended. */
    synchronized boolean hasCut(int earlier) {
        return earlier < cutBefore;
    }

    synchronized boolean accepts(String name, String secret) {
        return name.equals(account) && secret.equals(password);
    }

    /** True when this login is to be refused for want of the mailbox. */
    synchronized boolean isInUse() {
        logins++;
        return has(Switch.IN_USE_AT_TIMES) && logins % 2 == 1;
    }

    synchronized void sessionBegins() {
        if (has(Switch.RENUMBERS_UIDS)) {
            renumbers();
        }
    }

    synchronized long validity() {
        return validity;
    }

    synchronized long nextUid() {
        return nextUid;
    }

    synchronized @Nullable List<Mail> folder(String name) {
        return folders.get(name.equalsIgnoreCase("INBOX") ? "INBOX" : name);
    }

    synchronized boolean hasAcl() {
        return !rights.isEmpty();
    }

    synchronized @Nullable String rightsTo(String folder) {
        return rights.get(folder);
    }

    /** What a folder holds now, whatever becomes of it. */
    synchronized List<Mail> contentOf(String folder) {
        List<Mail> mails = folder(folder);
        return mails == null ? List.of() : List.copyOf(mails);
    }

    synchronized void remove(String folder, List<Mail> doomed) {
        List<Mail> mails = folder(folder);
        if (mails == null) {
            return;
        }
        if (has(Switch.KEEPS_MAIL)) {
            doomed.forEach(mail -> mail.flags.remove("\\Deleted"));
        } else {
            mails.removeAll(doomed);
        }
    }

    synchronized void copy(List<Mail> mails, String folder) {
        List<Mail> target = folder(folder);
        if (target != null) {
            mails.forEach(mail -> target.add(new Mail(mail.name, nextUid++, mail.bytes)));
        }
    }

    synchronized void heard(String command) {
        commands.add(command);
    }

    synchronized @Nullable String overrideFor(String verb) {
        Deque<String> replies = overrides.get(verb);
        return replies == null ? null : replies.poll();
    }

    synchronized boolean dropsNow(String verb) {
        return dropsAt.remove(verb);
    }

    synchronized boolean losesAnswerNow(String verb) {
        return losesAnswerTo.remove(verb);
    }

    MailServerDouble.Observer observer() {
        return observer;
    }

    private List<Mail> inbox() {
        return folders.get("INBOX");
    }
}
