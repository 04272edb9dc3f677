package io.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.smtp.outbox.SharedJournal;
import io.mailroom.testkit.CrashStates;
import io.mailroom.testkit.ProtocolMutant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each force of the sending order is needed: the sweep finds out when one of them does nothing. */
class OutboxBarrierTest {
    private static final int STATES = 40;
    private static final Pattern FORCE = Pattern.compile("^[a-z.]+\\.force(?:Directory)? in [^,]+");
    /** A shared journal that is soon too long, so that its end is met as well. */
    private static final int TINY = 1;

    /**
     * The first bytes of a new shared journal are of mails that are sent at once, and are told to nobody; and the names of
     * journals of their own are made durable with its name, in the same directory, in all that is sent here.
     */
    private static final Set<String> COVERED =
            Set.of("shared.force in SharedJournal.renew", "smtp.forceDirectory in OutboxFiles.add");

    @Test
    void eachForceThatDoesNothingIsNoticed() {
        Set<String> unnoticed = new TreeSet<>();
        for (String force : forces()) {
            if (!isNoticed(force, TINY) && !isNoticed(force, SharedJournal.LARGEST)) {
                unnoticed.add(force);
            }
        }

        assertThat(unnoticed).isEqualTo(COVERED);
    }

    /** Each by its label and the method that takes it, whoever called that. */
    private static Set<String> forces() {
        Set<String> forces = new TreeSet<>();
        for (int bytes : new int[] {TINY, SharedJournal.LARGEST}) {
            ProtocolMutant learning = ProtocolMutant.learning();
            new OutboxRun(bytes).with(learning).play();
            for (String step : learning.steps()) {
                Matcher force = FORCE.matcher(step);
                if (force.find()) {
                    forces.add(force.group());
                }
            }
        }
        return forces;
    }

    private static boolean isNoticed(String force, int journalBytes) {
        int steps = new OutboxRun(journalBytes).play().faultyDisk.steps();
        for (int at = 1; at <= steps; at++) {
            ProtocolMutant mutant = ProtocolMutant.without(force, step -> step.startsWith(force));
            OutboxRun run = new OutboxRun(journalBytes).with(mutant);
            run.faultyDisk.crashAfter(at);
            run.play();
            List<String> violations = new ArrayList<>();
            CrashStates.of(run.disk).visit(STATES, at, state -> violations.addAll(run.recover(state)));
            if (!violations.isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
