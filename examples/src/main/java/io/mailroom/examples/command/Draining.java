package io.mailroom.examples.command;

import io.mailroom.Communications;
import io.mailroom.CommunicationsException;
import io.mailroom.spi.SessionReport;

/** Session after session until the mailbox is empty, or holds only what is to stay there. */
final class Draining {
    private final Communications mailroom;
    private final String profile;
    private final StopSignal stop;
    private int received;
    private int aside;
    private int left;

    Draining(Communications mailroom, String profile, StopSignal stop) {
        this.mailroom = mailroom;
        this.profile = profile;
        this.stop = stop;
    }

    /**
     * Runs sessions on this thread.
     *
     * @throws CommunicationsException when a session failed that brought nothing; one that did is repeated
     */
    void run(PrintedEvents printed) {
        int listed = Integer.MAX_VALUE;
        while (!stop.isAsked()) {
            int before = printed.count();
            SessionReport session;
            try {
                session = mailroom.poll(profile);
            } catch (CommunicationsException e) {
                if (printed.count() == before || stop.isAsked()) {
                    throw e;
                }
                continue;
            }
            received += session.handedOver();
            aside += session.failed() + session.loopback();
            left = session.listed();
            boolean gotFurther = session.handedOver() + session.failed() + session.loopback() > 0
                    || (session.moreWaiting() && session.listed() < listed);
            if (session.listed() == 0 || !gotFurther) {
                return;
            }
            listed = session.listed();
        }
    }

    /** What it came to, in a sentence. */
    String summary() {
        return received + " received" + (aside == 0 ? "" : ", " + aside + " put aside in Failed or Loopback")
                + (left == 0 ? ", the mailbox is empty" : ", " + left + " left on the server");
    }
}
