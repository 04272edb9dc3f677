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
        server.with(
                switch (flaw) {
                    case COMMITS_ON_DROP -> Switch.COMMITS_ON_DROP;
                    case KEEPS_MAIL -> Switch.IGNORES_DELE;
                    case RENUMBERS -> Switch.RENUMBERS_UIDS;
                });
        return true;
    }

    @Override
    public void observedBy(Observer observer) {
        server.observedBy(new Pop3Double.Observer() {
            @Override
            public void deleArrived(String uid, byte[] message) {
                observer.marking(uid, message);
            }

            @Override
            public void quitArrived(List<String> markedUids) {
                observer.committing(markedUids);
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
