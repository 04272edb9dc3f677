package io.mailroom.pop3;

import io.mailroom.CommandRefusedException;
import io.mailroom.ErrorKind;
import io.mailroom.smtp.receiving.MailboxAccount;
import io.mailroom.smtp.receiving.SinkStream;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MessageRef;
import io.mailroom.spi.RetrievalSink;
import io.mailroom.wire.BlockTooLongException;
import io.mailroom.wire.LineChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One POP3 session in the TRANSACTION state (RFC 1939 section 5).
 *
 * <p>Where the server announces PIPELINING (RFC 2449 section 6.6), up to {@link #WINDOW} commands are under way. They
 * are so short that all of them fit into any socket's buffer, so our writing never waits for a server that waits for
 * our reading.
 */
final class Pop3Mailbox implements Mailbox {
    /** Most commands under way. */
    static final int WINDOW = 64;

    /** Most lines of a listing, sense or nonsense; what is above {@link Pop3Listing#MOST_MESSAGES} is read past. */
    private static final int MOST_LISTING_LINES = 4 * Pop3Listing.MOST_MESSAGES;

    /** Lines of a listing that the transcript shows. */
    private static final int LISTING_LINES_SHOWN = 100;

    private static final long LONGEST_HEADER = 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Pop3Mailbox.class);

    private final Pop3Channel channel;
    private final Pop3Capabilities capabilities;
    private boolean marks;

    private Pop3Mailbox(Pop3Channel channel, Pop3Capabilities capabilities) {
        this.channel = channel;
        this.capabilities = capabilities;
    }

    /** Logs in on a fresh connection, which the mailbox then owns; after an error it is closed. */
    static Pop3Mailbox logIn(MailboxAccount account, LineChannel line) {
        Pop3Channel channel = new Pop3Channel(account.profile(), line);
        boolean open = false;
        try {
            Pop3Mailbox mailbox = new Pop3Mailbox(channel, new Pop3Login(account, channel).run());
            open = true;
            return mailbox;
        } finally {
            if (!open) {
                channel.close();
            }
        }
    }

    Pop3Capabilities capabilities() {
        return capabilities;
    }

    /** The header of a message; empty when the server does not give it. Changes nothing, not even a flag. */
    Optional<String> header(MessageRef message) {
        if (!capabilities.top()) {
            return Optional.empty();
        }
        Pop3Reply reply = channel.ask("TOP " + message.number() + " 0");
        if (!reply.isOk()) {
            return Optional.empty();
        }
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        try {
            channel.line().readBlock(header, LONGEST_HEADER);
        } catch (BlockTooLongException cut) {
            return Optional.of(header.toString(StandardCharsets.ISO_8859_1));
        } catch (IOException impossible) {
            throw new IllegalStateException("Nothing is written to a disk", impossible);
        }
        return Optional.of(header.toString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public List<MessageRef> list() {
        Pop3Listing listing = new Pop3Listing();
        channel.send("UIDL");
        if (capabilities.pipelining()) {
            channel.sendAhead("LIST");
        }
        Pop3Reply uidl = channel.reply("UIDL");
        if (uidl.isOk()) {
            readListing("UIDL", listing::addUid, listing);
        } else {
            // QUIRK: UIDL is optional in RFC 1939. Messages without id are told apart by their content.
            LOG.atInfo()
                    .addKeyValue("profile", channel.profile())
                    .addKeyValue("reply", channel.safe(uidl))
                    .log("The server gives no message ids");
        }
        Pop3Reply list = capabilities.pipelining() ? channel.reply("LIST") : channel.ask("LIST");
        if (!list.isOk()) {
            throw channel.refused(list, "LIST", ErrorKind.REFUSED_FOR_NOW, "The next poll tries again.");
        }
        readListing("LIST", listing::addSize, listing);
        return listing.complete();
    }

    @Override
    public void retrieve(List<MessageRef> messages, RetrievalSink sink) throws IOException {
        askForEach("RETR", messages, (message, reply) -> {
            if (reply.isOk()) {
                sink.begin(message);
                channel.block(new SinkStream(sink));
                sink.complete(message);
            } else {
                sink.refused(message, channel.safe(reply));
            }
        });
    }

    @Override
    public void markDeleted(List<MessageRef> messages, DeletionReceipt receipt) {
        marks = true;
        try {
            askForEach("DELE", messages, (message, reply) -> {
                if (reply.isOk()) {
                    receipt.marked(message);
                } else {
                    receipt.refused(message, channel.safe(reply));
                }
            });
        } catch (IOException impossible) {
            throw new IllegalStateException("Nothing is written while messages are marked", impossible);
        }
    }

    /** Only QUIT commits what is marked; a session that leaves all messages has nothing to commit. */
    @Override
    public boolean commit() {
        return !marks;
    }

    @Override
    public void finish() {
        Pop3Reply reply = channel.ask("QUIT");
        channel.close();
        if (!reply.isOk()) {
            throw notCommitted(reply);
        }
    }

    @Override
    public void close() {
        channel.close();
    }

    private CommandRefusedException notCommitted(Pop3Reply reply) {
        return channel.refused(
                reply,
                "QUIT",
                ErrorKind.REFUSED_FOR_NOW,
                "The server may have kept messages; the next poll deletes them without handing them on again.");
    }

    private void readListing(String verb, Consumer<String> to, Pop3Listing listing) {
        LineChannel line = channel.line();
        for (int count = 0; ; count++) {
            String text = count < LISTING_LINES_SHOWN ? line.readLine() : line.readLineUnrecorded();
            if (text.equals(".")) {
                if (count >= LISTING_LINES_SHOWN) {
                    line.transcript().note((count - LISTING_LINES_SHOWN) + " more lines for " + verb);
                }
                return;
            }
            if (count == MOST_LISTING_LINES || listing.isFull()) {
                throw line.fail("the answer to " + verb + " has no end");
            }
            to.accept(text);
        }
    }

    /** Asks one thing about each message and takes the answers in order, with several questions under way. */
    private void askForEach(String verb, List<MessageRef> messages, Answer answer) throws IOException {
        int window = capabilities.pipelining() ? WINDOW : 1;
        int asked = 0;
        boolean through = false;
        try {
            for (int answered = 0; answered < messages.size(); answered++) {
                if (asked - answered <= window / 2) {
                    for (; asked < messages.size() && asked - answered < window; asked++) {
                        String command = verb + " " + messages.get(asked).number();
                        if (asked == answered) {
                            channel.send(command);
                        } else {
                            channel.sendAhead(command);
                        }
                    }
                }
                answer.take(messages.get(answered), channel.reply(verb));
            }
            through = true;
        } finally {
            if (!through) {
                channel.close(); // answers are still under way, so no other question can be asked
            }
        }
    }

    @FunctionalInterface
    private interface Answer {
        void take(MessageRef message, Pop3Reply reply) throws IOException;
    }
}
