package io.mailroom.pop3;

import io.mailroom.CommandRefusedException;
import io.mailroom.ErrorKind;
import io.mailroom.wire.LineChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Commands and replies on a line: who speaks when, and what is not a reply. */
final class Pop3Channel implements AutoCloseable {
    private final String profile;
    private final LineChannel line;

    Pop3Channel(String profile, LineChannel line) {
        this.profile = Objects.requireNonNull(profile, "profile");
        this.line = Objects.requireNonNull(line, "line");
    }

    LineChannel line() {
        return line;
    }

    /** Sends a command whose reply is the next thing to come, and waits for it. */
    Pop3Reply ask(String command) {
        send(command);
        return reply(verbOf(command));
    }

    /** As {@link #ask}, for a line with a secret in it. */
    Pop3Reply askSecretly(String command, String shown, String verb) {
        refuseUnread();
        line.sendSecret(command, shown);
        return reply(verb);
    }

    /** Sends a command after which nothing else is under way. */
    void send(String command) {
        refuseUnread();
        line.send(command);
    }

    /** Sends a command while replies to others are still to come. */
    void sendAhead(String command) {
        line.send(command);
    }

    /** The reply to the oldest command under way. */
    Pop3Reply reply(String verb) {
        line.begin(verb);
        return parse(line.readLine(), verb);
    }

    Pop3Reply greeting() {
        return parse(line.readLine(), "the greeting");
    }

    /** The short multi-line answer behind a reply, without the final dot. */
    List<String> lines(int most, String verb) {
        List<String> lines = new ArrayList<>();
        for (String text = line.readLine(); !text.equals("."); text = line.readLine()) {
            if (lines.size() == most) {
                throw line.fail("the answer to " + verb + " has more than " + most + " lines");
            }
            lines.add(text);
        }
        return lines;
    }

    long block(OutputStream to) throws IOException {
        return line.readBlock(to, Long.MAX_VALUE);
    }

    /** The error for a reply that says no; to be thrown by the caller. The connection stays good. */
    CommandRefusedException refused(Pop3Reply reply, String command, ErrorKind withoutCode, String advice) {
        return refused(reply.kind(withoutCode), safe(reply), command, advice);
    }

    /** The same, for words that have been made safe. */
    CommandRefusedException refused(ErrorKind kind, String words, String command, String advice) {
        return new CommandRefusedException(kind, profile, line.endpoint().toString(), command, words, advice);
    }

    /** The server's words, as they may be shown. */
    String safe(Pop3Reply reply) {
        return line.transcript().safe(reply.line());
    }

    String profile() {
        return profile;
    }

    @Override
    public void close() {
        line.close();
    }

    private Pop3Reply parse(String text, String verb) {
        return Pop3Reply.parse(text)
                .orElseThrow(() -> line.fail("what came for " + verb + " is no POP3 reply: \""
                        + line.transcript().safe(text) + "\""));
    }

    /** Whatever has come without being asked for would be taken for the next answer. */
    private void refuseUnread() {
        if (line.hasUnread()) {
            throw line.fail("the server spoke without being asked");
        }
    }

    private static String verbOf(String command) {
        int space = command.indexOf(' ');
        return space < 0 ? command : command.substring(0, space);
    }
}
