package io.mailroom.imap;

import io.mailroom.CommandRefusedException;
import io.mailroom.ErrorKind;
import io.mailroom.spi.MessageRef;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the messages of a session from its folder, when each has its outcome on record: deletes them, or moves them to
 * another folder. Only these: what another client marked deleted stays where it is.
 */
final class ImapCommit {
    private static final Logger LOG = LoggerFactory.getLogger(ImapCommit.class);

    private static final String AGAIN =
            "The server may have kept messages; the next poll removes them without handing them on again.";

    private final ImapChannel channel;
    private final ImapCapabilities capabilities;
    private final ImapPlan plan;

    ImapCommit(ImapChannel channel, ImapCapabilities capabilities, ImapPlan plan) {
        this.channel = channel;
        this.capabilities = capabilities;
        this.plan = plan;
    }

    /**
     * Removes them.
     *
     * @throws CommandRefusedException when the server kept some or all of them
     */
    void run(Collection<MessageRef> messages) {
        if (plan.processedFolder().isEmpty()) {
            delete(messages);
        } else if (capabilities.move()) {
            toFolder("UID MOVE", messages, plan.processedFolder().get());
        } else {
            // What is marked deleted was copied by the session that marked it.
            toFolder(
                    "UID COPY",
                    messages.stream().filter(each -> !each.markedDeleted()).toList(),
                    plan.processedFolder().get());
            delete(messages);
        }
    }

    private void toFolder(String verb, Collection<MessageRef> messages, String folder) {
        for (String set : UidSet.inLines(uids(messages))) {
            String command = verb + " " + set + " " + ImapFolder.name(folder);
            ImapReply reply = channel.ask(command, verb);
            if (!reply.isOk() && isMissing(reply)) {
                create(folder);
                reply = channel.ask(command, verb);
            }
            if (!reply.isOk()) {
                throw channel.refused(
                        reply,
                        verb,
                        ErrorKind.REFUSED_FOR_NOW,
                        "Check \"IMAP Processed Folder\" in the profile. " + AGAIN);
            }
        }
    }

    /** RFC 9051 section 6.4.7: the server may not make the folder by itself, and says that we could. */
    private static boolean isMissing(ImapReply reply) {
        return reply.codeName().equals("TRYCREATE") || reply.codeName().equals("NONEXISTENT");
    }

    private void create(String folder) {
        ImapReply created = channel.ask("CREATE " + ImapFolder.name(folder), "CREATE");
        if (!created.isOk() && !created.codeName().equals("ALREADYEXISTS")) {
            throw channel.refused(
                    created,
                    "CREATE " + folder,
                    ErrorKind.REFUSED,
                    "Make the folder on the server, or name another one in \"IMAP Processed Folder\". " + AGAIN);
        }
    }

    private void delete(Collection<MessageRef> messages) {
        for (String set : UidSet.inLines(uids(messages))) {
            channel.send("UID STORE " + set + " +FLAGS.SILENT (\\Deleted)");
            if (capabilities.uidPlus()) {
                // Sent at once: what could not be marked is not removed by it, and nothing else is.
                channel.send("UID EXPUNGE " + set);
                ImapReply marked = channel.reply("UID STORE", ImapChannel.Untagged.IGNORED);
                ImapReply removed = channel.reply("UID EXPUNGE", ImapChannel.Untagged.IGNORED);
                require(marked, "UID STORE");
                require(removed, "UID EXPUNGE");
            } else {
                require(channel.reply("UID STORE", ImapChannel.Untagged.IGNORED), "UID STORE");
            }
        }
        if (!capabilities.uidPlus()) {
            expungeIfAllAreOurs(uids(messages));
        }
    }

    /** Without UIDPLUS (RFC 4315) a server removes all that is marked, whoever marked it. */
    private void expungeIfAllAreOurs(Collection<Long> ours) {
        Set<Long> marked = new TreeSet<>();
        require(
                channel.ask("UID SEARCH DELETED", "UID SEARCH", response -> {
                    if (response.keyEquals("SEARCH")) {
                        for (long uid = response.readLong(); uid > 0; uid = response.readLong()) {
                            marked.add(uid);
                        }
                    }
                }),
                "UID SEARCH");
        if (Set.copyOf(ours).containsAll(marked)) {
            require(channel.ask("EXPUNGE", "EXPUNGE"), "EXPUNGE");
        } else {
            LOG.atWarn()
                    .addKeyValue("profile", channel.profile())
                    .addKeyValue("folder", plan.folder())
                    .log(
                            "Messages stay in the folder, marked deleted: the server cannot remove single ones (UIDPLUS), and"
                                    + " another client has marked messages too. They go when somebody expunges the folder.");
        }
    }

    private void require(ImapReply reply, String verb) {
        if (!reply.isOk()) {
            throw channel.refused(reply, verb, ErrorKind.REFUSED_FOR_NOW, AGAIN);
        }
    }

    private static List<Long> uids(Collection<MessageRef> messages) {
        return messages.stream().map(MessageRef::number).toList();
    }
}
