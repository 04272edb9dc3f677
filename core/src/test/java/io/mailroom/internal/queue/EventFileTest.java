package io.mailroom.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFileTest {
    static QueuedEvent event(Map<String, String> fields) {
        EventHeader header = new EventHeader(
                "0123456789abcdef".repeat(4),
                "support@example.com",
                "pop.example.com_support",
                "uid\n1",
                "fedcba9876543210".repeat(4),
                Instant.parse("2026-01-02T03:04:05Z"),
                List.of(Path.of("/spool/ATT_1_1_1_1_1_1_1.dat"), Path.of("/spool/odd\nname")));
        return new QueuedEvent(header, fields);
    }

    @Test
    void fieldsComeBackInOrderWhateverIsInThem() throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Subject", "Printer on fire");
        fields.put("TextNote", "one\r\ntwo\n\\n three\\\0\u0001\u2028\uFFFE end ");
        fields.put("A=b\\=c", "x=y");
        fields.put("", "");
        fields.put("Emoji", "\uD83D\uDD25 and halves \uD83D \uDD25\uD83D");
        fields.put("end", "end 0000");

        QueuedEvent back = read(write(event(fields)));

        assertThat(back).isEqualTo(event(fields));
        assertThat(List.copyOf(back.fields().keySet())).isEqualTo(List.copyOf(fields.keySet()));
        assertThat(EventFile.readHeader(new ByteArrayInputStream(write(event(fields)))))
                .isEqualTo(event(fields).header());
    }

    @Test
    void aFileIsReadableForPeople() throws IOException {
        String text = new String(write(event(Map.of("Subject", "Grüße"))), StandardCharsets.UTF_8);

        assertThat(text)
                .startsWith("mailroom-event 1\nevent-id 0123456789abcdef")
                .contains("\nuid uid\\n1\n", "\nfile /spool/odd\\nname\n", "\nfields 1\nSubject=Grüße\nend ");
    }

    @Test
    void aFileCutAnywhereIsDamaged() throws IOException {
        byte[] file = write(event(Map.of("Subject", "Printer on fire")));

        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(DamagedEventException.class);
        }
    }

    @Test
    void aFileWithAnyBitFlippedIsDamaged() throws IOException {
        byte[] file = write(event(Map.of("Subject", "Printer on fire")));

        for (int i = 0; i < file.length * 8; i++) {
            byte[] flipped = file.clone();
            flipped[i / 8] ^= (byte) (1 << i % 8);
            assertThatThrownBy(() -> read(flipped)).isInstanceOf(DamagedEventException.class);
        }
    }

    @Test
    void zerosAndAnythingAfterTheEndAreDamage() throws IOException {
        byte[] file = write(event(Map.of("Subject", "Printer on fire")));

        assertThatThrownBy(() -> read(new byte[file.length])).isInstanceOf(DamagedEventException.class);
        assertThatThrownBy(() -> read(Arrays.copyOf(file, file.length + 1))).isInstanceOf(DamagedEventException.class);
    }

    @Test
    void anEventBeyondTheLimitIsNotWritten() {
        String tooLong = "x".repeat(EventFile.MAX_BYTES);

        assertThatThrownBy(() -> write(event(Map.of("TextNote", tooLong))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] write(QueuedEvent event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventFile.write(event, out);
        return out.toByteArray();
    }

    private static QueuedEvent read(byte[] file) throws IOException {
        return EventFile.read(new ByteArrayInputStream(file));
    }
}
