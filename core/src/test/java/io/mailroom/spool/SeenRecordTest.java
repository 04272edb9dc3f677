package io.mailroom.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.spool.SeenRecord.State;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenRecordTest {
    private static final ContentDigest DIGEST = ContentDigest.of("mail".getBytes(StandardCharsets.US_ASCII));

    @Test
    void aLineIsReadableAndComesBackUnchanged() {
        SeenRecord record = SeenRecord.of(State.QUEUED, "0000012f4a1b", 3518, DIGEST);

        assertThat(record.line()).matches("v1 Q 0000012f4a1b 3518 [A-Za-z0-9_-]{22} [0-9a-f]{8}\n");
        assertThat(SeenRecord.parse(record.line().stripTrailing())).hasValue(record);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "#x", "a b", "a\nb", "a\rb", "a\0b", "ü", "\uD800", "\uDC00", "#AAAA"})
    void anOddIdCannotBreakTheLine(String uid) {
        String line = SeenRecord.of(State.FAILED, uid, SeenRecord.MAX_SIZE_BYTES, DIGEST)
                .line();

        assertThat(line).matches("[\\x21-\\x7e ]+\n");
        assertThat(SeenRecord.parse(line.stripTrailing()))
                .hasValueSatisfying(record -> assertThat(record.storedUid()).isEqualTo(SeenRecord.store(uid)));
    }

    @Test
    void noLineIsLongerThanTheSizePromiseAllows() {
        String longest = SeenRecord.of(State.LOOPBACK, "x".repeat(70), SeenRecord.MAX_SIZE_BYTES, DIGEST)
                .line();
        String million =
                SeenRecord.of(State.LOOPBACK, "x".repeat(1_000_000), 1, DIGEST).line();

        assertThat(longest).hasSizeLessThanOrEqualTo(SeenRecord.MAX_LINE_BYTES);
        assertThat(million).hasSizeLessThanOrEqualTo(SeenRecord.MAX_LINE_BYTES);
    }

    @Test
    void differentIdsAreStoredDifferently() {
        assertThat(SeenRecord.store("x".repeat(71))).isNotEqualTo(SeenRecord.store("x".repeat(72)));
        assertThat(SeenRecord.store("\uD800")).isNotEqualTo(SeenRecord.store("\uDC00"));
        assertThat(SeenRecord.store("")).isNotEqualTo(SeenRecord.store("#"));
        assertThat(SeenRecord.store("-")).isEqualTo("-");
    }

    @Test
    void aLineWithAnyCharacterChangedIsRefused() {
        String line = SeenRecord.of(State.QUEUED, "uid-1", 42, DIGEST).line().stripTrailing();

        for (int i = 0; i < line.length(); i++) {
            for (int bit = 0; bit < 8; bit++) {
                String flipped = line.substring(0, i) + (char) (line.charAt(i) ^ (1 << bit)) + line.substring(i + 1);
                assertThat(SeenRecord.parse(flipped)).as(flipped).isEmpty();
            }
        }
    }

    @Test
    void aSizeThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> SeenRecord.of(State.QUEUED, "u", -1, DIGEST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SeenRecord.of(State.QUEUED, "u", SeenRecord.MAX_SIZE_BYTES + 1, DIGEST))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
