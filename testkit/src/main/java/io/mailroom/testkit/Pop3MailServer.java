package io.mailroom.testkit;

import io.mailroom.testkit.Pop3Double.Switch;
import io.mailroom.wire.Connector;
import java.util.List;

/** A {@link Pop3Double} with the verbs that all protocols share. */
final class Pop3MailServer implements MailServerDouble {
    private final Pop3Double server;

    Pop3MailServer(Pop3Double server) {
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
        return server.uids();
    }

    @Override
    public List<byte[]> messages() {
        return server.messages();
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
        server.answersOnce(verb(step), "-ERR not now");
    }

    @Override
    public boolean with(Flaw flaw) {
        if (flaw == Flaw.REMOVES_ALL_THAT_IS_MARKED || flaw == Flaw.SOMEBODY_MARKS_TOO) {
            return false; // marks are a session's own
        }
        server.with(
                switch (flaw) {
                    case COMMITS_ON_DROP -> Switch.COMMITS_ON_DROP;
                    case KEEPS_MAIL -> Switch.IGNORES_DELE;
                    case RENUMBERS -> Switch.RENUMBERS_UIDS;
                    case NAMES_NOTHING -> Switch.NO_UIDL;
                    case NAMES_ALL_ALIKE -> Switch.EQUAL_UIDS;
                    case COMMITS_HALF -> Switch.QUIT_REMOVES_SOME;
                    case IS_BUSY_AT_TIMES -> Switch.IN_USE_AT_TIMES;
                    case LISTS_HUGE_SIZES, REMOVES_ALL_THAT_IS_MARKED, SOMEBODY_MARKS_TOO -> Switch.HUGE_SIZES;
                });
        return true;
    }

    @Override
    public boolean keepsMail() {
        return server.has(Switch.IGNORES_DELE);
    }

    @Override
    public void observedBy(Observer observer) {
        server.observedBy(new Pop3Double.Observer() {
            @Override
            public void deleArrived(String uid, byte[] message) {
                observer.marking(uid, message);
            }

            @Override
            public void quitArrived(List<byte[]> marked) {
                observer.committing(marked);
            }
        });
    }

    private static String verb(Step step) {
        return switch (step) {
            case LIST -> "LIST";
            case RETRIEVE -> "RETR";
            case MARK_DELETED -> "DELE";
            case FINISH -> "QUIT";
        };
    }
}
