package io.mailroom.imap;

import io.mailroom.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ParsingException;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.ListInfo;

/** Asks what there is and what the account may do, without opening or changing anything. */
final class FolderAccess {
    /** How a folder stands. */
    enum State {
        THERE,
        /** A name above other folders, and no more. */
        HOLDS_NO_MAIL,
        MISSING
    }

    private final ImapChannel channel;
    private final ImapCapabilities capabilities;

    FolderAccess(ImapChannel channel, ImapCapabilities capabilities) {
        this.channel = channel;
        this.capabilities = capabilities;
    }

    State stateOf(String folder) {
        Optional<ListInfo> found = list(folder).stream()
                .filter(info -> folder.equalsIgnoreCase(info.name)) // a name may hold wildcards, which match others too
                .findFirst();
        if (found.isEmpty()) {
            return State.MISSING;
        }
        return found.get().canOpen ? State.THERE : State.HOLDS_NO_MAIL;
    }

    /** The folder that this one is in, by the server's separator; empty at the top. */
    Optional<String> parentOf(String folder) {
        return list("").stream()
                .map(info -> folder.lastIndexOf(info.separator))
                .filter(end -> end > 0)
                .findFirst()
                .map(end -> folder.substring(0, end));
    }

    /** Empty when the server has no ACL, or will not tell. */
    Optional<FolderRights> rightsTo(String folder) {
        List<FolderRights> rights = new ArrayList<>();
        if (capabilities.acl()) {
            channel.ask("MYRIGHTS " + ImapFolder.name(folder), "MYRIGHTS", response -> {
                if (response.keyEquals("MYRIGHTS")) {
                    rights.add(rightsIn(response));
                }
            });
        }
        return rights.stream().findFirst();
    }

    private FolderRights rightsIn(IMAPResponse response) {
        response.readAtomString(); // the folder
        String letters = response.readAtomString();
        return new FolderRights(letters == null ? "" : letters);
    }

    private List<ListInfo> list(String pattern) {
        List<ListInfo> found = new ArrayList<>();
        ImapReply reply = channel.ask("LIST \"\" " + ImapFolder.name(pattern), "LIST", response -> {
            if (response.keyEquals("LIST")) {
                found.add(parse(response));
            }
        });
        if (!reply.isOk()) {
            throw channel.refused(reply, "LIST", ErrorKind.REFUSED_FOR_NOW, "The next poll tries again.");
        }
        return found;
    }

    private ListInfo parse(IMAPResponse response) {
        try {
            return new ListInfo(response);
        } catch (ParsingException | RuntimeException malformed) {
            throw channel.line().fail("what came for LIST cannot be understood");
        }
    }
}
