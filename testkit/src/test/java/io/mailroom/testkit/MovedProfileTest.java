package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.ResponseGroup;
import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import io.mailroom.internal.host.Host;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A profile goes to and fro between two groups while mail comes in. {@code -Dmailroom.moves=N} sets how often, {@code
 * -Dmailroom.seed=N} when.
 */
class MovedProfileTest {
    private static final int MOVES = Integer.getInteger("mailroom.moves", 1_000);
    private static final long SEED = Long.getLong("mailroom.seed", 1);
    private static final String ANN = "ann@example.com";

    private final List<InboundEvent> handled = new CopyOnWriteArrayList<>();
    private final Random random = new Random(SEED);
    private final Receiver receiver = new Receiver()
            .onRealThreads()
            .profile(ANN)
            .handler("tickets", event -> {
                handled.add(event);
                return Outcome.ACCEPTED;
            });
    private int delivered;

    @Test
    @Timeout(300)
    void eachMailIsHandledOnceHoweverOftenItsProfileMoves() throws InterruptedException {
        try (Host host = receiver.group(group("A")).group(group("B")).start()) {
            for (int move = 0; move < MOVES; move++) {
                String from = move % 2 == 0 ? "B" : "A";
                String to = move % 2 == 0 ? "A" : "B";
                deliver(1 + random.nextInt(3));
                host.submit(group(from).build());
                host.submit(group(to).profile(ANN).build());
                deliver(random.nextInt(2));
                if (random.nextInt(4) == 0) {
                    host.pollSoon(ANN);
                    Thread.yield();
                }
            }
            host.poll(ANN);
            assertThat(host.drain("A", Duration.ofMinutes(1))).isTrue();
            assertThat(host.drain("B", Duration.ofMinutes(1))).isTrue();
        }

        assertThat(receiver.post.uids(ANN)).isEmpty();
        assertThat(handled.stream().map(event -> event.fields().get(EventFields.SUBJECT)))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, delivered).mapToObj(i -> "mail " + i).toList());
        assertThat(handled).noneMatch(InboundEvent::possibleDuplicate);
        assertThat(receiver.post.overlaps()).isZero();
        assertThat(receiver.failures).isEmpty();
    }

    private static ResponseGroup.Builder group(String name) {
        return ResponseGroup.named(name).handler("tickets");
    }

    private void deliver(int count) {
        for (int i = 0; i < count; i++) {
            receiver.post.delivers(ANN, "uid-" + delivered, Mails.plain("mail " + delivered));
            delivered++;
        }
    }
}
