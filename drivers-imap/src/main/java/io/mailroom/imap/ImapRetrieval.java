package io.mailroom.imap;

import io.mailroom.ErrorKind;
import io.mailroom.imap.ImapReply.Status;
import io.mailroom.imap.ImapResponses.Bodies;
import io.mailroom.smtp.receiving.SinkStream;
import io.mailroom.spi.MessageRef;
import io.mailroom.spi.RetrievalSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.Item;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;

/**
 * Fetches messages: small ones many to a command, each command sent while the one before it is answered. Servers such as
 * Dovecot begin to answer it before they have ended the one before. A body goes
 * from the line to the sink in pieces; nothing of it is kept.
 */
final class ImapRetrieval implements Bodies {
    /** Listed bytes after which a command is full; a larger message has one of its own. */
    static final long MOST_BYTES = 1024 * 1024;

    /** Most messages of one command. */
    static final int MOST_MESSAGES = 64;

    private static final String VERB = "UID FETCH";
    private static final int MOST_RESPONSES = 100_000;
    private static final Pattern BODY_FOLLOWS =
            Pattern.compile("(?is)\\* \\d+ FETCH \\((.*)\\bBODY\\[\\] ?\\{\\d+\\}\r\n");
    private static final Pattern UID_BEFORE = Pattern.compile("(?i)(?:^|\\s)UID (\\d{1,10})(?:\\s|$)");

    private final ImapChannel channel;
    private final ImapFolder folder;
    private final RetrievalSink sink;
    /** Asked for and not come. */
    private final Map<Long, MessageRef> missing = new LinkedHashMap<>();

    /** Its body has gone to the sink; the rest of its response is still to come. */
    private @Nullable MessageRef streamed;

    ImapRetrieval(ImapChannel channel, ImapFolder folder, RetrievalSink sink) {
        this.channel = channel;
        this.folder = folder;
        this.sink = sink;
    }

    /** Fetches all of them, or breaks the line. */
    void run(List<MessageRef> messages) throws IOException {
        boolean through = false;
        try {
            run(inCommands(messages));
            through = true;
        } finally {
            if (!through) {
                channel.close(); // answers are still under way, so nothing else can be asked
            }
        }
    }

    private void run(Deque<List<MessageRef>> waiting) throws IOException {
        Map<String, List<MessageRef>> asked = new HashMap<>();
        while (!waiting.isEmpty() || !asked.isEmpty()) {
            while (asked.size() < 2 && !waiting.isEmpty()) {
                List<MessageRef> messages = waiting.remove();
                asked.put(ask(messages), messages);
            }
            ImapReply reply = channel.replyToAny(VERB, MOST_RESPONSES, this, this::take);
            List<MessageRef> again = settle(reply, asked.remove(reply.tag()));
            for (int i = again.size() - 1; i >= 0; i--) {
                waiting.push(List.of(again.get(i)));
            }
        }
    }

    private String ask(List<MessageRef> messages) {
        List<Long> uids = messages.stream().map(MessageRef::number).toList();
        messages.forEach(message -> missing.put(message.number(), message));
        return channel.send("UID FETCH " + UidSet.of(uids) + " (UID BODY.PEEK[])");
    }

    /** A command has ended. @return those of its messages to be asked for once more, one by one */
    private List<MessageRef> settle(ImapReply reply, List<MessageRef> messages) throws IOException {
        if (reply.status() == Status.BAD) {
            throw channel.refused(reply, VERB, ErrorKind.REFUSED_FOR_NOW, "The next poll tries again.");
        }
        List<MessageRef> left = messages.stream()
                .filter(message -> missing.remove(message.number()) != null)
                .toList();
        if (!reply.isOk() && messages.size() > 1) {
            return left; // one that cannot be read must not stand before the others
        }
        for (MessageRef message : left) {
            sink.refused(message, reply.isOk() ? "the server gave no such message" : channel.safe(reply));
        }
        return List.of();
    }

    private static Deque<List<MessageRef>> inCommands(List<MessageRef> messages) {
        Deque<List<MessageRef>> commands = new ArrayDeque<>();
        List<MessageRef> command = new ArrayList<>();
        long bytes = 0;
        for (MessageRef message : messages) {
            long size = message.sizeBytes() < 0 ? MOST_BYTES : message.sizeBytes();
            if (!command.isEmpty() && (command.size() == MOST_MESSAGES || bytes + size > MOST_BYTES)) {
                commands.add(command);
                command = new ArrayList<>();
                bytes = 0;
            }
            command.add(message);
            bytes += size;
        }
        if (!command.isEmpty()) {
            commands.add(command);
        }
        return commands;
    }

    @Override
    public @Nullable OutputStream open(String response, long sizeBytes) throws IOException {
        Matcher body = BODY_FOLLOWS.matcher(response);
        if (!body.matches()) {
            return null;
        }
        Matcher uid = UID_BEFORE.matcher(body.group(1));
        boolean named = uid.find();
        if (!named && missing.size() != 1) {
            return null; // QUIRK: the UID comes behind the body, which is kept until we know whose it is
        }
        MessageRef message = named
                ? missing.get(Long.parseLong(uid.group(1)))
                : missing.values().iterator().next();
        if (message == null || streamed != null) {
            throw unasked();
        }
        streamed = message;
        sink.begin(message);
        return new SinkStream(sink);
    }

    private void take(IMAPResponse response) throws IOException {
        if (!(response instanceof FetchResponse fetch)) {
            folder.refuseNewValidity(response);
            return;
        }
        List<BODY> bodies = bodiesIn(fetch);
        if (bodies.isEmpty() && streamed == null) {
            return; // a flag changed
        }
        List<UID> uids = itemsIn(fetch, UID.class);
        MessageRef message = uids.size() == 1 ? missing.remove(uids.get(0).uid) : null;
        if (message == null || bodies.size() != 1 || streamed != null && !message.equals(streamed)) {
            throw unasked();
        }
        deliver(message, bodies.get(0));
    }

    private void deliver(MessageRef message, BODY body) throws IOException {
        if (streamed == null) {
            ByteArray held = body.getByteArray();
            if (held == null) {
                sink.refused(message, "NIL");
                return;
            }
            sink.begin(message);
            sink.write(held.getBytes(), held.getStart(), held.getCount());
        }
        streamed = null;
        sink.complete(message);
    }

    private List<BODY> bodiesIn(FetchResponse fetch) {
        List<BODY> bodies = itemsIn(fetch, BODY.class);
        for (BODY body : bodies) {
            if (!body.getSection().isEmpty() || body.getOrigin() >= 0) {
                throw unasked();
            }
        }
        return bodies;
    }

    private RuntimeException unasked() {
        return channel.line().fail("the server gave a message that was not asked for, or gave one twice");
    }

    private static <T extends Item> List<T> itemsIn(FetchResponse fetch, Class<T> kind) {
        List<T> items = new ArrayList<>();
        for (int i = 0; i < fetch.getItemCount(); i++) {
            if (kind.isInstance(fetch.getItem(i))) {
                items.add(kind.cast(fetch.getItem(i)));
            }
        }
        return items;
    }
}
