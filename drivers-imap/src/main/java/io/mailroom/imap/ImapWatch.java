package io.mailroom.imap;

import io.mailroom.ErrorKind;
import io.mailroom.imap.ImapReply.Status;
import io.mailroom.smtp.receiving.MailboxAccount;
import io.mailroom.spi.MailboxWatch;
import io.mailroom.wire.LineChannel;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/** IDLE (RFC 2177): the folder, opened for reading only, and a server that speaks when something changes in it. */
final class ImapWatch implements MailboxWatch {
    /** Most lines that are looked at in one go; the rest waits for the next look. */
    private static final int MOST_LINES = 1_000;

    private static final String VERB = "IDLE";
    private static final Pattern EXISTS = Pattern.compile("(?i)\\* (\\d{1,10}) EXISTS");
    private static final Pattern EXPUNGE = Pattern.compile("(?i)\\* \\d{1,10} EXPUNGE");
    private static final Pattern BYE = Pattern.compile("(?i)\\* BYE\\b.*");

    private final ImapChannel channel;
    private long messages;

    private ImapWatch(ImapChannel channel) {
        this.channel = channel;
    }

    /** Logs in and begins. Empty when the server does not have IDLE; the connection is then closed. */
    static Optional<MailboxWatch> begin(MailboxAccount account, ImapPlan plan, LineChannel line) {
        ImapChannel channel = new ImapChannel(account.profile(), line);
        ImapWatch watch = new ImapWatch(channel);
        boolean watching = false;
        try {
            if (new ImapLogin(account, channel).run().idle()) {
                watch.open(plan);
                watching = watch.idle();
            }
            return watching ? Optional.of(watch) : Optional.empty();
        } finally {
            if (!watching) {
                channel.close();
            }
        }
    }

    private void open(ImapPlan plan) {
        ImapReply reply = channel.ask("EXAMINE " + ImapFolder.name(plan.folder()), "EXAMINE", this::count);
        if (!reply.isOk()) {
            throw channel.refused(reply, "EXAMINE", ErrorKind.REFUSED_FOR_NOW, "It is tried again later.");
        }
    }

    /** @return false when the server will not */
    private boolean idle() {
        channel.send(VERB);
        return channel.replyOrMore(VERB, this::count).status() == Status.MORE;
    }

    private void count(IMAPResponse response) {
        if (response.keyEquals("EXISTS")) {
            messages = response.getNumber();
        } else if (response.keyEquals("EXPUNGE")) {
            messages--;
        }
    }

    @Override
    public Sign look() {
        Sign sign = Sign.NONE;
        LineChannel line = channel.line();
        line.begin(VERB);
        for (int i = 0; i < MOST_LINES && line.hasLine(); i++) {
            Sign next = signIn(line.readLine());
            sign = next.compareTo(sign) > 0 ? next : sign;
        }
        return sign;
    }

    /** A look at the line alone: what else a response may hold cannot make more of it than a session for nothing. */
    private Sign signIn(String text) {
        Matcher exists = EXISTS.matcher(text);
        if (exists.matches()) {
            long now = Long.parseLong(exists.group(1));
            boolean more = now > messages;
            messages = now;
            return more ? Sign.MAIL : Sign.LIFE;
        }
        if (EXPUNGE.matcher(text).matches()) {
            messages--;
        } else if (BYE.matcher(text).matches() || !text.startsWith("*")) {
            throw channel.line()
                    .fail("the server ended IDLE with \""
                            + channel.line().transcript().safe(text) + "\"");
        }
        return Sign.LIFE;
    }

    @Override
    public Sign renew() {
        long before = messages;
        channel.sendMore("DONE", "DONE");
        ImapReply reply = channel.reply(VERB, this::count);
        if (!reply.isOk() || !idle()) {
            throw channel.line().fail("the server takes IDLE no longer");
        }
        return messages > before ? Sign.MAIL : Sign.LIFE;
    }

    @Override
    public void close() {
        channel.close();
    }
}
