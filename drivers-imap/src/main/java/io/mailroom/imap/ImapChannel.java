package io.mailroom.imap;

import io.mailroom.CommandRefusedException;
import io.mailroom.ErrorKind;
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
 * earlier ones are answered; their replies come in the order in which they were sent.
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

    /** Sends a command; its reply is to be fetched after those of all others under way. */
    void send(String command) {
        line.send(tagged(command));
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
            return reply(verb, untagged, Bodies.NONE, MOST_RESPONSES, false);
        } catch (IOException impossible) {
            throw new IllegalStateException("Nothing is written while " + verb + " is answered", impossible);
        }
    }

    /** As {@link #reply}, for a command that may be asked to go on. */
    ImapReply replyOrMore(String verb) {
        line.begin(verb);
        try {
            return reply(verb, Untagged.IGNORED, Bodies.NONE, MOST_RESPONSES, true);
        } catch (IOException impossible) {
            throw new IllegalStateException("Nothing is written while " + verb + " is answered", impossible);
        }
    }

    /** As {@link #reply}, for a command that brings many responses, or bodies; each response gets the time of a step. */
    ImapReply replyWith(String verb, int mostResponses, Bodies bodies, Untagged untagged) throws IOException {
        line.begin(verb);
        return reply(
                verb,
                response -> {
                    untagged.take(response);
                    line.begin(verb);
                },
                bodies,
                mostResponses,
                false);
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
                return ended(response, verb);
            }
            refuseBye(response, verb);
            untagged.take(response);
        }
        throw line.fail("the answer to " + verb + " has more than " + most + " responses");
    }

    private ImapReply ended(IMAPResponse tagged, String verb) {
        String expected = underWay.poll();
        if (!tagged.getTag().equals(expected) || !(tagged.isOK() || tagged.isNO() || tagged.isBAD())) {
            throw line.fail("what came for " + verb + " is a reply to something else: \""
                    + line.transcript().safe(tagged.getTag() + " " + tagged.getRest()) + "\"");
        }
        return ImapReply.of(tagged);
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
