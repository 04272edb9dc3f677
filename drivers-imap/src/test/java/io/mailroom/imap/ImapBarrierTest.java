package io.mailroom.imap;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.BarrierContract;
import io.mailroom.testkit.ImapDouble;
import io.mailroom.testkit.MailServerDouble;
import java.util.Set;

/** Each barrier of a receive over IMAP is needed, and the order of its steps. */
class ImapBarrierTest extends BarrierContract {
    @Override
    protected CommunicationsDriver driver() {
        return new ImapDriver();
    }

    @Override
    protected Profile profile() {
        return ImapContractTest.aProfile();
    }

    @Override
    protected MailServerDouble newServer() {
        return new ImapDouble().asMailServer();
    }

    /** A message is marked when its event is durable already, so that the stored message need not be. */
    @Override
    protected boolean isNeeded(Enum<?> mutant) {
        return !Set.of(
                        Barrier.MESSAGE,
                        Barrier.NAME_OF_MESSAGE,
                        Barrier.NOTE_OF_MARK,
                        Barrier.NAME_OF_NOTES,
                        Swap.MARK_BEFORE_BYTES,
                        Swap.MARK_BEFORE_MESSAGE,
                        Swap.MARK_BEFORE_NOTE)
                .contains(mutant);
    }

    /** What is IMAP's own: when messages are marked and removed. */
    @Override
    protected boolean isUsual(Enum<?> mutant) {
        return mutant == Swap.FINISH_BEFORE_RECORD;
    }
}
