package io.mailroom.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventNameTest {
    private static final String PROCESSOR = "0123456789abcdef";
    private static final EventName STAGED =
            EventName.staged(0x19a8d5e2f400000L, "9f86d081884c7d65" + "0".repeat(48), "1_2_3_4");

    @Test
    void everyStateHasTheExtensionOfTheContract() {
        EventName waiting = STAGED.published();

        assertThat(STAGED.fileName()).isEqualTo("CIR_019a8d5e2f400000_9f86d081884c7d65_0_0_0_0.1_2_3_4.staged");
        assertThat(waiting.fileName()).isEqualTo("CIR_019a8d5e2f400000_9f86d081884c7d65_0_0_0_0.evt");
        assertThat(waiting.begun(PROCESSOR).fileName()).endsWith("_0_0_1_0.0123456789abcdef.xevt");
        assertThat(waiting.begun(PROCESSOR).paused().fileName()).endsWith("_0_0_1_0.paused");
        assertThat(waiting.begun(PROCESSOR).failedOnce().fileName()).endsWith("_1_0_1_0.error");
        assertThat(waiting.begun(PROCESSOR).interrupted().fileName()).endsWith("_0_1_1_1.retry.evt");
        assertThat(waiting.begun(PROCESSOR).interrupted().begun(PROCESSOR).fileName())
                .endsWith("_0_1_2_1.0123456789abcdef.retry.xevt");
        assertThat(waiting.begun(PROCESSOR).accepted().fileName()).endsWith("_0_0_1_0.0123456789abcdef.done");
    }

    @Test
    void twoStrikesOfAnyKindPutAnEventAside() {
        EventName begun = STAGED.published().begun(PROCESSOR);

        assertThat(begun.failedOnce().rested().begun(PROCESSOR).failedOnce().state())
                .isEqualTo(EventState.FAILED);
        assertThat(begun.interrupted().begun(PROCESSOR).interrupted().state()).isEqualTo(EventState.CRASH);
        assertThat(begun.interrupted().begun(PROCESSOR).failedOnce().state()).isEqualTo(EventState.FAILED);
        assertThat(begun.failedOnce().rested().begun(PROCESSOR).interrupted().state())
                .isEqualTo(EventState.CRASH);
    }

    @Test
    void aPauseIsNoStrike() {
        EventName name = STAGED.published();
        for (int i = 0; i < 100; i++) {
            name = name.begun(PROCESSOR).paused().rested();
        }

        assertThat(name.begun(PROCESSOR).failedOnce().state()).isEqualTo(EventState.ERROR);
        assertThat(name.attempts()).isEqualTo(100);
    }

    @Test
    void theDoubtOutlivesARetryByHand() {
        EventName crashed = STAGED.published()
                .begun(PROCESSOR)
                .interrupted()
                .begun(PROCESSOR)
                .interrupted();

        assertThat(crashed.retried().possibleDuplicate()).isTrue();
        assertThat(crashed.retried().begun(PROCESSOR).interrupted().state()).isEqualTo(EventState.RETRY);
    }

    @Test
    void everyNameIsReadBack() {
        EventName begun = STAGED.published().begun(PROCESSOR);
        for (EventName name : new EventName[] {
            STAGED,
            begun,
            begun.paused(),
            begun.failedOnce(),
            begun.interrupted(),
            begun.interrupted().begun(PROCESSOR),
            begun.damaged(),
            begun.accepted(),
            begun.returned()
        }) {
            assertThat(EventName.parse(name.fileName())).hasValue(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CIR_019a8d5e2f400000_9f86d081884c7d65_0_0_0_0.staged",
                "CIR_019a8d5e2f400000_9f86d081884c7d65_0_0_0_0.1_2.evt",
                "CIR_019a8d5e2f400000_9f86d081884c7d65_0_0_0_2.evt",
                "CIR_19a8d5e2f400000_9f86d081884c7d65_0_0_0_0.evt",
                "CIR_019a8d5e2f400000_9f86d081884c7d65_0_0_0_0.evt.part",
                "CIR_019a8d5e2f400000_9f86d081884c7d65.note",
                "queue.lock"
            })
    void otherNamesAreNoEvents(String name) {
        assertThat(EventName.parse(name)).isEmpty();
    }
}
