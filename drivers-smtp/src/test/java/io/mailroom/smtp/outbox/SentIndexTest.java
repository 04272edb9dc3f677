package io.mailroom.smtp.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.testkit.ManualClock;
import io.mailroom.testkit.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentIndexTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final ManualClock clock = ManualClock.at("2026-03-01T00:00:00Z");

    private SentIndex index() throws IOException {
        disk.createDirectories(Path.of("/sent"), "test");
        SentIndex index = new SentIndex(disk, Path.of("/sent/sent.ids"), clock);
        index.load();
        return index;
    }

    @Test
    void aMessageIsFoundByItsIdHoweverItIsSpelled() throws IOException {
        SentIndex index = index();
        index.add("<A.1@example.com>", Optional.empty());

        assertThat(index.byMessageId("<a.1@example.com>")).isPresent();
        assertThat(index.byMessageId(" a.1@example.com ")).isPresent();
        assertThat(index.byMessageId("<other@example.com>")).isEmpty();
    }

    @Test
    void anEnvelopeIdIsFoundPlainlyAndAsXtext() throws IOException {
        SentIndex index = index();
        index.add("<1@example.com>", Optional.of("order 7+1"));
        index.add("<2+x@example.com>", Optional.empty());

        assertThat(index.byEnvelopeId("order+207+2B1"))
                .get()
                .extracting(SentIndex.Sent::messageId)
                .isEqualTo("<1@example.com>");
        assertThat(index.byEnvelopeId("order 7+1")).isPresent();
        assertThat(index.byEnvelopeId("<2+2Bx@example.com>"))
                .get()
                .extracting(SentIndex.Sent::messageId)
                .isEqualTo("<2+x@example.com>");
        assertThat(index.byEnvelopeId("order 8")).isEmpty();
    }

    @Test
    void itIsReadBackAfterARestartAndForgetsWhatIsOld() throws IOException {
        SentIndex index = index();
        index.add("<old@example.com>", Optional.empty());
        clock.advance(Duration.ofDays(20));
        index.add("<new@example.com>", Optional.of("e"));
        clock.advance(Duration.ofDays(15));

        SentIndex later = index();

        assertThat(later.byMessageId("<old@example.com>")).isEmpty();
        assertThat(later.byMessageId("<new@example.com>")).isPresent();
        assertThat(later.byEnvelopeId("e")).isPresent();
    }
}
