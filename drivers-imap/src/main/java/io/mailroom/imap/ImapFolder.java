package io.mailroom.imap;

import io.mailroom.CommandRefusedException;
import io.mailroom.ErrorKind;
import io.mailroom.spi.MessageRef;
import jakarta.mail.Flags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.angus.mail.iap.ParsingException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;

/** Opens a folder and lists what it holds, both in one round trip. */
final class ImapFolder {
    /** Most messages of a folder; what is above it waits until those before it are gone. */
    static final int MOST_MESSAGES = 1_000_000;

    /** Largest UID (RFC 9051 section 2.3.1.1). */
    private static final long LARGEST_UID = 0xFFFF_FFFFL;

    /** What to do when messages may not be removed. */
    static final String GRANT_DELETION =
            "Give the account the right to delete there, or set \"Leave Messages On Server\" to True.";

    private static final int MOST_SELECT_RESPONSES = 1_000;

    private final ImapChannel channel;
    private final ImapPlan plan;
    private final TreeMap<Long, Listed> byUid = new TreeMap<>();
    private long uidValidity;

    private record Listed(long sizeBytes, boolean deleted) {}

    ImapFolder(ImapChannel channel, ImapPlan plan) {
        this.channel = channel;
        this.plan = plan;
    }

    /** A folder's name as commands hold it. */
    static String name(String folder) {
        return ImapChannel.quoted(BASE64MailboxEncoder.encode(folder));
    }

    /** Opens the folder, and lists it: in the order of arrival, those that somebody marked deleted too. */
    List<MessageRef> open() {
        byUid.clear();
        String verb = plan.leavesMessages() ? "EXAMINE" : "SELECT";
        channel.send(verb + " " + name(plan.folder()));
        channel.send("UID FETCH 1:* (UID FLAGS RFC822.SIZE)");
        List<Response> about = new ArrayList<>();
        ImapReply opened = channel.reply(verb, response -> collect(about, response));
        if (!opened.isOk()) {
            throw refused(opened, verb);
        }
        MailboxInfo info = parse(about);
        checkMayDelete(opened, info);
        uidValidity =
                info.uidvalidity > 0 && info.uidvalidity <= LARGEST_UID && !info.uidNotSticky ? info.uidvalidity : 0;
        ImapReply listed = list();
        if (!listed.isOk() && info.total != 0) { // QUIRK: some servers refuse a set that matches nothing
            throw channel.refused(listed, "UID FETCH", ErrorKind.REFUSED_FOR_NOW, "The next poll tries again.");
        }
        return refs();
    }

    /** What UIDs are counted under; 0 before the folder is open, and when the server gives nothing that lasts. */
    long uidValidity() {
        return uidValidity;
    }

    /** Fails when the server says that UIDs mean something else from now on. */
    void refuseNewValidity(IMAPResponse response) {
        if (response.isUnTagged() && response.isOK()) {
            String code = ImapChannel.codeOf(response);
            if (code.startsWith("UIDVALIDITY ") && !code.equals("UIDVALIDITY " + uidValidity)) {
                throw channel.line().fail("the server changed UIDVALIDITY in the midst of a session");
            }
        }
    }

    private void collect(List<Response> about, IMAPResponse response) {
        if (about.size() == MOST_SELECT_RESPONSES) {
            throw channel.line().fail("the answer to SELECT has no end");
        }
        about.add(response);
    }

    private MailboxInfo parse(List<Response> about) {
        try {
            return new MailboxInfo(about.toArray(Response[]::new));
        } catch (ParsingException | RuntimeException malformed) {
            throw channel.line().fail("what came for SELECT cannot be understood");
        }
    }

    private ImapReply list() {
        try {
            return channel.replyToAny("UID FETCH", 2 * MOST_MESSAGES, ImapResponses.Bodies.NONE, response -> {
                if (response instanceof FetchResponse fetch) {
                    add(fetch);
                } else {
                    refuseNewValidity(response);
                }
            });
        } catch (IOException impossible) {
            throw new IllegalStateException("Nothing is written while a folder is listed", impossible);
        }
    }

    private void add(FetchResponse fetch) {
        UID uid = fetch.getItem(UID.class);
        if (uid == null || uid.uid < 1 || uid.uid > LARGEST_UID || byUid.size() == MOST_MESSAGES) {
            return; // a flag changed meanwhile, or there is no way to name the message
        }
        RFC822SIZE size = fetch.getItem(RFC822SIZE.class);
        FLAGS flags = fetch.getItem(FLAGS.class);
        @Nullable Listed before = byUid.get(uid.uid);
        byUid.put(
                uid.uid,
                new Listed(
                        size != null && size.size >= 0 ? size.size : before == null ? -1 : before.sizeBytes(),
                        flags != null ? flags.contains(Flags.Flag.DELETED) : before != null && before.deleted()));
    }

    private List<MessageRef> refs() {
        List<MessageRef> refs = new ArrayList<>(byUid.size());
        for (Map.Entry<Long, Listed> entry : byUid.entrySet()) {
            // Without UIDVALIDITY a UID means nothing in the next session: the content has to tell.
            String uid = uidValidity == 0 ? "" : uidValidity + "." + entry.getKey();
            Listed listed = entry.getValue();
            refs.add(new MessageRef(entry.getKey(), uid, listed.sizeBytes(), listed.deleted()));
        }
        byUid.clear();
        return refs;
    }

    private void checkMayDelete(ImapReply opened, MailboxInfo info) {
        if (plan.leavesMessages()) {
            return;
        }
        boolean readOnly = opened.codeName().equals("READ-ONLY");
        boolean knowsFlags = info.availableFlags != null;
        if (readOnly || knowsFlags && !info.permanentFlags.contains(Flags.Flag.DELETED)) {
            throw new CommandRefusedException(
                    ErrorKind.REFUSED,
                    channel.profile(),
                    channel.line().endpoint().toString(),
                    "deleting in folder " + plan.folder(),
                    readOnly ? channel.safe(opened) : "PERMANENTFLAGS without \\Deleted",
                    GRANT_DELETION);
        }
    }

    private CommandRefusedException refused(ImapReply reply, String verb) {
        channel.close(); // the listing that was asked for at the same time is refused as well
        String advice = reply.codeName().equals("INUSE")
                        || reply.kind(ErrorKind.REFUSED).isTemporary()
                ? "The next poll tries again."
                : "Check \"IMAP Folder\" in the profile: the server has no folder " + plan.folder()
                        + ", or the account may not open it. Folders within folders are named as the server does, such"
                        + " as INBOX/Support or INBOX.Support.";
        return channel.refused(reply, verb, ErrorKind.REFUSED, advice);
    }
}
