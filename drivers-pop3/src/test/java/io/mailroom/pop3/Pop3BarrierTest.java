package io.mailroom.pop3;

import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.testkit.BarrierContract;
import io.mailroom.testkit.MailServerDouble;
import io.mailroom.testkit.Pop3Double;
import java.util.Set;

/** Each barrier of a receive over POP3 is needed, and the order of its steps. */
class Pop3BarrierTest extends BarrierContract {
    @Override
    protected CommunicationsDriver driver() {
        return new Pop3Driver();
    }

    @Override
    protected Profile profile() {
        return Pop3ContractTest.aProfile();
    }

    @Override
    protected MailServerDouble newServer() {
        return new Pop3Double().asMailServer();
    }

    @Override
    protected boolean isUsual(Enum<?> mutant) {
        return mutant instanceof Barrier
                || Set.of(Swap.MARK_BEFORE_MESSAGE, Swap.RECORD_BEFORE_EVENT, Swap.FINISH_BEFORE_RECORD)
                        .contains(mutant);
    }
}
