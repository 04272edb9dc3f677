package io.mailroom.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A POP3 server that keeps to RFC 1939 to the letter, until a switch tells it otherwise. It holds one mailbox, lets one
 * session in at a time, and remembers what it was asked. Give {@link #connector()} to a driver, or {@link #sessions()}
 * to a {@link SocketHost}.
 *
 * <p>Thread-safe, so that sessions may run on sockets.
 */
public final class Pop3Double {
    /** Ways in which this server differs from a good one. */
    public enum Switch {
        /** A connection that breaks deletes what was marked, as if QUIT had been said. */
        COMMITS_ON_DROP,
        /** DELE is answered with +OK, and nothing is ever deleted. */
        IGNORES_DELE,
        /** DELE is answered with -ERR. */
        REFUSES_DELE,
        /** QUIT deletes every other marked message, and is answered with -ERR when one is left. */
        QUIT_REMOVES_SOME,
        /** UIDL is answered with -ERR. */
        NO_UIDL,
        /** Ids are different in each session. */
        RENUMBERS_UIDS,
        /** All messages have the same id. */
        EQUAL_UIDS,
        /** LIST tells sizes that are wrong. */
        WRONG_SIZES,
        /** LIST tells nine mebibytes for each message. */
        HUGE_SIZES,
        /** CAPA does not name PIPELINING, and a command sent too early ends the session. */
        NO_PIPELINING,
        /** CAPA is answered with -ERR. */
        NO_CAPA,
        /** STLS is answered with -ERR. */
        NO_STLS,
        /** Sends bytes behind the answer to STLS. */
        INJECTS_AFTER_STLS,
        /** TLS from the first byte. */
        IMPLICIT_TLS,
        /** Login is answered with [IN-USE]. */
        IN_USE,
        /** Every other login is answered with [IN-USE]. */
        IN_USE_AT_TIMES,
        /** Login is answered with [LOGIN-DELAY]. */
        LOGIN_DELAY,
        /** Login is answered with [SYS/TEMP]. */
        TROUBLED,
        /** Offers SASL PLAIN, LOGIN and XOAUTH2 besides USER. */
        OFFERS_SASL,
        /** Offers SASL LOGIN only. */
        OFFERS_SASL_LOGIN_ONLY
    }

    /** Told what is about to happen to the mailbox, before it happens. */
    public interface Observer {
        /** A message is about to be marked: its raw bytes should be safe by now. */
        default void deleArrived(String uid, byte[] message) {}

        /** The session is about to commit: each of these should have its outcome. */
        default void quitArrived(List<byte[]> marked) {}
    }

    /** A message and the id it is listed under. */
    static final class Mail {
        private final String uid;
        private final byte[] bytes;

        Mail(String uid, byte[] bytes) {
            this.uid = uid;
            this.bytes = bytes;
        }

        String uid() {
            return uid;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private final Set<Switch> switches = EnumSet.noneOf(Switch.class);
    private final List<Mail> mails = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private final Map<String, Deque<String>> overrides = new HashMap<>();
    private final MemoryConnector connector = new MemoryConnector(sessions());
    private Observer observer = new Observer() {};
    private String account = "alice";
    private String password = "pw-alice";
    private @Nullable String dropsAt;
    private @Nullable String losesAnswerTo;
    private boolean locked;
    private int sessionCount;
    private int logins;

    /** An empty mailbox of {@code alice}, password {@code pw-alice}. */
    public Pop3Double() {}

    /** The mailbox belongs to this account. */
    public Pop3Double belongsTo(String name, String secret) {
        account = name;
        password = secret;
        return this;
    }

    /** Puts a message at the end; line ends become CRLF. */
    public synchronized Pop3Double holds(String uid, String mail) {
        String crlf = mail.replace("\r\n", "\n").replace("\n", "\r\n");
        return holds(uid, crlf.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts a message at the end, as it is; it should end with CRLF. */
    public synchronized Pop3Double holds(String uid, byte[] mail) {
        mails.add(new Mail(uid, mail.clone()));
        return this;
    }

    /** Switches misbehaviour on. */
    public synchronized Pop3Double with(Switch first, Switch... more) {
        switches.addAll(EnumSet.of(first, more));
        return this;
    }

    /** Switches misbehaviour off. */
    public synchronized Pop3Double without(Switch first, Switch... more) {
        switches.removeAll(EnumSet.of(first, more));
        return this;
    }

    /** The next time this command arrives, the connection drops instead. */
    public synchronized Pop3Double dropsTheConnectionAt(String verb) {
        dropsAt = verb;
        return this;
    }

    /** The next time this command arrives it is carried out, but the connection drops before the answer. */
    public synchronized Pop3Double losesTheAnswerTo(String verb) {
        losesAnswerTo = verb;
        return this;
    }

    /** Answers the command with this line instead of carrying it out; once for each call. The greeting is {@code ""}. */
    public synchronized Pop3Double answersOnce(String verb, String reply) {
        overrides
                .computeIfAbsent(verb.toUpperCase(Locale.ROOT), any -> new ArrayDeque<>())
                .add(reply);
        return this;
    }

    /** Asks this observer before each DELE and QUIT. */
    public synchronized Pop3Double observedBy(Observer watcher) {
        observer = watcher;
        return this;
    }

    /** This server as the contract tests know it. */
    public MailServerDouble asMailServer() {
        return new Pop3MailServer(this);
    }

    /** Connections to this server without a network. */
    public MemoryConnector connector() {
        return connector;
    }

    /** Makes the server's side of one connection after the other. */
    public Supplier<LineServer> sessions() {
        return () -> new Pop3DoubleSession(this);
    }

    /** Ids of what the mailbox holds now. */
    public synchronized List<String> uids() {
        return mails.stream().map(Mail::uid).toList();
    }

    /** What the mailbox holds now, in the order of {@link #uids()}. */
    public synchronized List<byte[]> messages() {
        return mails.stream().map(mail -> mail.bytes().clone()).toList();
    }

    /** All commands of all sessions so far; passwords are left out. */
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

    synchronized boolean accepts(String name, String secret) {
        return name.equals(account) && secret.equals(password);
    }

    /** @return the mailbox as the session will see it, or null when another session has it */
    synchronized @Nullable List<Mail> open() {
        if (locked) {
            return null;
        }
        locked = true;
        sessionCount++;
        List<Mail> listed = new ArrayList<>();
        for (Mail mail : mails) {
            listed.add(new Mail(uidToday(mail), mail.bytes()));
        }
        return listed;
    }

    private String uidToday(Mail mail) {
        if (has(Switch.EQUAL_UIDS)) {
            return "same";
        }
        return has(Switch.RENUMBERS_UIDS) ? "s" + sessionCount + "-" + mail.uid() : mail.uid();
    }

    /** True when this login is to be refused for want of the mailbox. */
    synchronized boolean isInUse() {
        logins++;
        return has(Switch.IN_USE) || has(Switch.IN_USE_AT_TIMES) && logins % 2 == 1;
    }

    synchronized void release() {
        locked = false;
    }

    /** Removes the messages at these positions, counted from 0 in what {@link #open()} gave. */
    synchronized void remove(List<Mail> seen, List<Integer> positions) {
        if (has(Switch.IGNORES_DELE)) {
            return;
        }
        List<byte[]> doomed = positions.stream().map(i -> seen.get(i).bytes()).toList();
        mails.removeIf(mail -> doomed.stream().anyMatch(bytes -> bytes == mail.bytes()));
    }

    synchronized void heard(String command) {
        commands.add(command);
    }

    synchronized @Nullable String overrideFor(String verb) {
        Deque<String> replies = overrides.get(verb);
        return replies == null ? null : replies.poll();
    }

    synchronized boolean dropsNow(String verb) {
        boolean drops = verb.equals(dropsAt);
        dropsAt = drops ? null : dropsAt;
        return drops;
    }

    synchronized boolean losesAnswerNow(String verb) {
        boolean loses = verb.equals(losesAnswerTo);
        losesAnswerTo = loses ? null : losesAnswerTo;
        return loses;
    }

    Observer observer() {
        return observer;
    }
}
