package io.mailroom.imap;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.smtp.receiving.MailboxAccount;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MessageRef;
import io.mailroom.spi.RetrievalSink;
import io.mailroom.wire.LineChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.jspecify.annotations.Nullable;

/**
 * One IMAP session, logged in (RFC 9051, RFC 3501). Whatever it says to the server names messages by UID.
 *
 * <p>IMAP keeps a mark when the session breaks, and other clients may act on it. So the marks of a session are kept here
 * until {@link #finish()}, when each message has its outcome on record: until then the folder is as it was.
 */
final class ImapMailbox implements Mailbox {
    private static final String FETCH = "UID FETCH";
    private static final String HEADER = " (BODY.PEEK[HEADER]<0.65536>)";

    private final ImapChannel channel;
    private final ImapCapabilities capabilities;
    private final ImapFolder folder;
    private final ImapCommit commit;
    private final Set<MessageRef> marked = new LinkedHashSet<>();

    private ImapMailbox(ImapChannel channel, ImapCapabilities capabilities, ImapPlan plan) {
        this.channel = channel;
        this.capabilities = capabilities;
        this.folder = new ImapFolder(channel, plan);
        this.commit = new ImapCommit(channel, capabilities, plan);
    }

    /** Logs in on a fresh connection, which the mailbox then owns; after an error it is closed. */
    static ImapMailbox logIn(MailboxAccount account, ImapPlan plan, LineChannel line) {
        ImapChannel channel = new ImapChannel(account.profile(), line);
        boolean open = false;
        try {
            ImapMailbox mailbox = new ImapMailbox(channel, new ImapLogin(account, channel).run(), plan);
            open = true;
            return mailbox;
        } finally {
            if (!open) {
                channel.close();
            }
        }
    }

    ImapChannel channel() {
        return channel;
    }

    ImapCapabilities capabilities() {
        return capabilities;
    }

    /** What UIDs are counted under, once the folder is open; 0 when the server gives nothing that lasts. */
    long uidValidity() {
        return folder.uidValidity();
    }

    /** The header of a message, or its first part; empty when the message is gone. Changes nothing, not even a flag. */
    Optional<String> header(MessageRef message) {
        List<String> headers = new ArrayList<>();
        ImapReply reply = channel.ask("UID FETCH " + message.number() + HEADER, FETCH, response -> {
            if (response instanceof FetchResponse fetch && fetch.getItem(BODY.class) != null) {
                headers.add(textOf(fetch.getItem(BODY.class).getByteArray()));
            }
        });
        if (!reply.isOk()) {
            throw channel.refused(reply, FETCH, ErrorKind.REFUSED_FOR_NOW, "The next poll tries again.");
        }
        return headers.stream().findFirst();
    }

    private static String textOf(@Nullable ByteArray body) {
        return body == null ? "" : new String(body.getNewBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public List<MessageRef> list() {
        return folder.open();
    }

    @Override
    public void retrieve(List<MessageRef> messages, RetrievalSink sink) throws IOException {
        new ImapRetrieval(channel, folder, sink).run(messages);
    }

    @Override
    public void markDeleted(List<MessageRef> messages, DeletionReceipt receipt) {
        marked.addAll(messages);
        messages.forEach(receipt::marked);
    }

    @Override
    public boolean commit() {
        if (!marked.isEmpty()) {
            commit.run(marked);
            marked.clear();
        }
        return true;
    }

    @Override
    public void finish() {
        commit();
        sayGoodbye();
    }

    /** Nothing depends on the answer, so nothing is lost with it. */
    private void sayGoodbye() {
        try {
            channel.ask("LOGOUT", "LOGOUT");
        } catch (ConnectionLostException gone) {
            channel.line().transcript().note("no answer to LOGOUT");
        } finally {
            channel.close();
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
