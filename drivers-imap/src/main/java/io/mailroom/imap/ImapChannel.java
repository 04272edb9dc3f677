package io.mailroom.imap;

import io.mailroom.CommandRefusedException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.imap.ImapReply.Status;
import io.mailroom.imap.ImapResponses.Bodies;
import io.mailroom.wire.LineChannel;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/**
 * Commands and responses on a line: which reply belongs to which command, and what is none. Commands may be sent before
 * earlier ones are answered.
 */
final class ImapChannel implements AutoCloseable {
    /** Most responses to a command that is not known to bring many. */
    static final int MOST_RESPONSES = 100_000;

    private final String profile;
    private final LineChannel line;
    private final ImapResponses responses;
    private final Deque<String> underWay = new ArrayDeque<>();
    private int commands;

    /** Takes what comes besides the reply to a command. */
    @FunctionalInterface
    interface Untagged {
        /** For commands that ask for nothing. */
        Untagged IGNORED = response -> {};

        void take(IMAPResponse response) throws IOException;
    }

    ImapChannel(String profile, LineChannel line) {
        this.profile = Objects.requireNonNull(profile, "profile");
        this.line = Objects.requireNonNull(line, "line");
        this.responses = new ImapResponses(line);
    }

    LineChannel line() {
        return line;
    }

    String profile() {
        return profile;
    }

    /** The first response of all. */
    IMAPResponse greeting() {
        return next();
    }

    /** Sends a command and waits for its reply. */
    ImapReply ask(String command, String verb) {
        return ask(command, verb, Untagged.IGNORED);
    }

    /** The same, for a command whose answer is wanted. */
    ImapReply ask(String command, String verb, Untagged untagged) {
        send(command);
        return reply(verb, untagged);
    }

    /**
     * Sends a command; its reply is to be fetched after those of all others under way.
     *
     * @return its tag
     */
    String send(String command) {
        line.send(tagged(command));
        return underWay.getLast();
    }

    /** The same, for a line with a secret in it. */
    void sendSecretly(String command, String shown) {
        String tagged = tagged(command);
        line.sendSecret(tagged, underWay.getLast() + " " + shown);
    }

    /** Sends more of the command under way, after a reply that asked for it. */
    void sendMore(String text, String shown) {
        line.sendSecret(text, shown);
    }

    private String tagged(String command) {
        String tag = "A" + ++commands;
        underWay.add(tag);
        return tag + " " + command;
    }

    /** The reply to the oldest command under way. */
    ImapReply reply(String verb, Untagged untagged) {
        line.begin(verb);
        try {
            return inOrder(verb, reply(verb, untagged, Bodies.NONE, MOST_RESPONSES, false));
        } catch (IOException impossible) {
            throw new IllegalStateException("Nothing is written while " + verb + " is answered", impossible);
        }
    }

    /** As {@link #reply}, for a command that may be asked to go on. */
    ImapReply replyOrMore(String verb) {
        return replyOrMore(verb, Untagged.IGNORED);
    }

    /** The same, when what comes besides is wanted. */
    ImapReply replyOrMore(String verb, Untagged untagged) {
        line.begin(verb);
        try {
            ImapReply reply = reply(verb, untagged, Bodies.NONE, MOST_RESPONSES, true);
            return reply.status() == Status.MORE ? reply : inOrder(verb, reply);
        } catch (IOException impossible) {
            throw new IllegalStateException("Nothing is written while " + verb + " is answered", impossible);
        }
    }

    /**
     * The reply to any of the commands under way, for commands that bring many responses, or bodies. A server may answer
     * them in any order, and one of them before the other has ended (RFC 9051 section 5.5). Each response gets the time of
     * a step.
     */
    ImapReply replyToAny(String verb, int mostResponses, Bodies bodies, Untagged untagged) throws IOException {
        line.begin(verb);
        ImapReply reply = reply(
                verb,
                response -> {
                    untagged.take(response);
                    line.begin(verb);
                },
                bodies,
                mostResponses,
                false);
        if (!underWay.remove(reply.tag())) {
            throw notUnderWay(verb, reply);
        }
        return reply;
    }

    private ImapReply inOrder(String verb, ImapReply reply) {
        if (!reply.tag().equals(underWay.poll())) {
            throw notUnderWay(verb, reply);
        }
        return reply;
    }

    private ConnectionLostException notUnderWay(String verb, ImapReply reply) {
        return line.fail("what came for " + verb + " is a reply to something else: \""
                + line.transcript().safe(reply.tag() + " " + reply.text()) + "\"");
    }

    private ImapReply reply(String verb, Untagged untagged, Bodies bodies, int most, boolean mayAskForMore)
            throws IOException {
        for (int count = 0; count <= most; count++) {
            IMAPResponse response = responses.next(bodies);
            if (response.isContinuation()) {
                if (!mayAskForMore) {
                    throw line.fail("the server asks for more after " + verb);
                }
                return ImapReply.more(response);
            }
            if (response.isTagged()) {
                return ImapReply.of(response);
            }
            refuseBye(response, verb);
            untagged.take(response);
        }
        throw line.fail("the answer to " + verb + " has more than " + most + " responses");
    }

    private void refuseBye(IMAPResponse response, String verb) {
        if (response.isBYE() && !verb.equals("LOGOUT")) {
            throw line.fail("the server ended the session while we waited for the answer to " + verb + ": \""
                    + line.transcript().safe(response.getRest()) + "\"");
        }
    }

    private IMAPResponse next() {
        try {
            return responses.next(Bodies.NONE);
        } catch (IOException impossible) {
            throw new IllegalStateException("Nothing is written while a response is read", impossible);
        }
    }

    /** The error for a reply that says no; to be thrown by the caller. The connection stays good. */
    CommandRefusedException refused(ImapReply reply, String command, ErrorKind withoutCode, String advice) {
        return new CommandRefusedException(
                reply.kind(withoutCode), profile, line.endpoint().toString(), command, safe(reply), advice);
    }

    /** The same with a kind and words that were made of the reply already. */
    CommandRefusedException refused(ErrorKind kind, String words, String command, String advice) {
        return new CommandRefusedException(kind, profile, line.endpoint().toString(), command, words, advice);
    }

    /** The server's words, as they may be shown. */
    String safe(ImapReply reply) {
        return line.transcript().safe(reply.text());
    }

    /**
     * A string as commands hold it (RFC 9051 section 4.3).
     *
     * @param text without line ends and NUL
     */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The first word of a status response that is a code, upper case; empty when there is none. */
    static String codeOf(IMAPResponse status) {
        String text = status.getRest();
        status.reset();
        return ImapReply.codeIn(text).toUpperCase(Locale.ROOT);
    }

    @Override
    public void close() {
        line.close();
    }
}
