package io.mailroom.internal.inbound;

import io.mailroom.spi.FailedMessage.Reason;
import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.Draft;
import io.mailroom.spool.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why a message lies in Failed: {@code NAME.note} beside the message {@code NAME}. UTF-8, one value a line; controls become
 * blanks. Its loss costs the reason, never the message.
 *
 * <pre>
 * mailroom-failed 1
 * when 2026-01-02T03:04:05Z
 * stage reading
 * attempts 3
 * profile support@example.com
 * uid 0000012f4a1b
 * event-id 9f86d081884c7d65…
 * digest 2c26b46b68ffc68f…
 * reason reading it ended the process 3 times
 * </pre>
 */
final class FailureNote {
    /** What follows the name of the message. */
    static final String NOTE = ".note";

    private static final String LABEL = "failed.note";
    private static final String FIRST_LINE = "mailroom-failed 1";
    private static final int MAX_BYTES = 8 * 1024;
    private static final int MAX_VALUE = 500;

    private FailureNote() {}

    /** Where the note of a message is. */
    static Path of(Path message) {
        return message.resolveSibling(message.getFileName() + NOTE);
    }

    /** Writes the note of a message, whole and with its bytes durable; its name is not. */
    static void write(Disk disk, Path message, Reason reason) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("when", reason.when().toString());
        values.put("stage", reason.stage());
        values.put("attempts", Integer.toString(reason.attempts()));
        values.put("profile", reason.profile());
        values.put("uid", reason.uid());
        values.put("event-id", reason.eventId());
        values.put("digest", reason.digest());
        values.put("reason", reason.text());
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        values.forEach((name, value) ->
                text.append(name).append(' ').append(oneLine(value)).append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Path note = of(message);
        Path part = part(message);
        disk.delete(part, LABEL);
        try (DiskFile file = disk.create(part, LABEL)) {
            file.write(bytes, 0, bytes.length);
            file.force();
        }
        disk.rename(part, note, LABEL);
    }

    /** The note of a message; empty when it is missing or makes no sense. */
    static Optional<Reason> read(Disk disk, Path message) throws IOException {
        String text;
        try {
            text = new String(SmallFile.read(disk, of(message), MAX_BYTES, LABEL), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(FIRST_LINE)) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : lines) {
            int blank = line.indexOf(' ');
            values.put(line.substring(0, Math.max(0, blank)), line.substring(blank + 1));
        }
        return reason(values);
    }

    /** Removes the note of a message, if there is one, and one that a process died writing. */
    static void forget(Disk disk, Path message) throws IOException {
        disk.delete(part(message), LABEL);
        disk.delete(of(message), LABEL);
    }

    private static Path part(Path message) {
        Path note = of(message);
        return note.resolveSibling(note.getFileName() + Draft.PART);
    }

    private static Optional<Reason> reason(Map<String, String> values) {
        try {
            return Optional.of(new Reason(
                    Instant.parse(values.getOrDefault("when", "")),
                    values.getOrDefault("stage", ""),
                    Integer.parseInt(values.getOrDefault("attempts", "")),
                    values.getOrDefault("reason", ""),
                    values.getOrDefault("profile", ""),
                    values.getOrDefault("uid", ""),
                    values.getOrDefault("event-id", ""),
                    values.getOrDefault("digest", "")));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty(); // somebody has been at it; the message is what counts
        }
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_VALUE ? line : line.substring(0, MAX_VALUE - 1) + "…";
    }
}
