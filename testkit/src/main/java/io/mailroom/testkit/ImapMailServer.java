package io.mailroom.testkit;

import io.mailroom.testkit.ImapDouble.Switch;
import io.mailroom.wire.Connector;
import java.util.ArrayList;
import java.util.List;

/** An {@link ImapDouble} with the verbs that all protocols share. */
final class ImapMailServer implements MailServerDouble {
    private static final String FOREIGN = "somebody-else-900";

    private final ImapDouble server;
    private boolean hasForeign;

    ImapMailServer(ImapDouble server) {
        this.server = server;
    }

    @Override
    public Connector connector() {
        return server.connector();
    }

    @Override
    public void holds(String uid, byte[] message) {
        server.holds(uid, message);
    }

    @Override
    public List<String> uids() {
        return server.uids().stream().filter(name -> !name.equals(FOREIGN)).toList();
    }

    @Override
    public List<byte[]> messages() {
        int foreign = server.uids().indexOf(FOREIGN);
        List<byte[]> messages = new ArrayList<>(server.messages());
        if (foreign >= 0) {
            messages.remove(foreign);
        }
        return messages;
    }

    @Override
    public boolean keepsWhatOthersMarked() {
        return !hasForeign || server.marked().contains(FOREIGN);
    }

    @Override
    public void dropsTheConnectionAt(Step step) {
        server.dropsTheConnectionAt(verb(step));
    }

    @Override
    public void losesTheAnswerTo(Step step) {
        server.losesTheAnswerTo(verb(step));
    }

    @Override
    public void refusesOnce(Step step) {
        server.answersOnce(verb(step), "TAG NO not now");
    }

    @Override
    public boolean with(Flaw flaw) {
        if (flaw == Flaw.NAMES_ALL_ALIKE) {
            return false; // a UID is how a message is asked for
        }
        if (flaw == Flaw.SOMEBODY_MARKS_TOO) {
            server.holds(FOREIGN, Mails.plain(FOREIGN)).somebodyMarks(FOREIGN);
            hasForeign = true;
            return true;
        }
        server.with(
                switch (flaw) {
                    case COMMITS_ON_DROP -> Switch.COMMITS_ON_DROP;
                    case KEEPS_MAIL -> Switch.KEEPS_MAIL;
                    case RENUMBERS -> Switch.RENUMBERS_UIDS;
                    case NAMES_NOTHING, NAMES_ALL_ALIKE -> Switch.NO_UIDVALIDITY;
                    case COMMITS_HALF -> Switch.EXPUNGES_SOME;
                    case IS_BUSY_AT_TIMES -> Switch.IN_USE_AT_TIMES;
                    case LISTS_HUGE_SIZES -> Switch.HUGE_SIZES;
                    case REMOVES_ALL_THAT_IS_MARKED, SOMEBODY_MARKS_TOO -> Switch.NO_UIDPLUS;
                });
        return true;
    }

    @Override
    public boolean keepsMail() {
        return server.has(Switch.KEEPS_MAIL);
    }

    @Override
    public void observedBy(Observer observer) {
        server.observedBy(observer);
    }

    private String verb(Step step) {
        return switch (step) {
            case LIST -> "UID FETCH";
            case RETRIEVE -> "UID FETCH BODY";
            case MARK_DELETED -> "UID STORE";
            case FINISH -> server.has(Switch.NO_UIDPLUS) ? "EXPUNGE" : "UID EXPUNGE";
        };
    }
}
