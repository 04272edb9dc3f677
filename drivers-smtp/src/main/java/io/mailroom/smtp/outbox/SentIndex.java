package io.mailroom.smtp.outbox;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which messages we have sent, so that a report about one of them is recognised: by the Message-ID, and by the envelope
 * id when it was another. Keeps the last {@link #MOST} for {@link #LONGEST}; losing it costs recognition and nothing
 * else, so it is not forced to disk. Usable from any thread.
 */
public final class SentIndex implements AutoCloseable {
    /** Most messages remembered: 50,000. */
    public static final int MOST = 50_000;

    /** How long a message is remembered: 30 days; servers give up after 5. */
    public static final Duration LONGEST = Duration.ofDays(30);

    private static final int LARGEST_FILE = 64 * 1024 * 1024;
    private static final String LABEL = "sent";

    private final Disk disk;
    private final Path file;
    private final Clock clock;
    private final Map<String, Sent> byMessageId = new LinkedHashMap<>();
    private final Map<String, String> messageIdByEnvelopeId = new LinkedHashMap<>();
    private @Nullable DiskFile out;

    /**
     * A message we sent.
     *
     * @param messageId with angle brackets
     * @param at when
     */
    public record Sent(String messageId, Instant at) {}

    public SentIndex(Disk disk, Path file, Clock clock) {
        this.disk = disk;
        this.file = file;
        this.clock = clock;
    }

    /** Reads what an earlier process knew, and writes it anew without what is too old. */
    public synchronized void load() throws IOException {
        List<String> lines;
        try {
            lines = JournalLine.read(SmallFile.read(disk, file, LARGEST_FILE, LABEL));
        } catch (NoSuchFileException none) {
            return;
        }
        Instant oldest = clock.instant().minus(LONGEST);
        List<String> kept = new ArrayList<>();
        for (String line : lines.subList(Math.max(0, lines.size() - MOST), lines.size())) {
            String[] words = line.split(" ", 3);
            if (words.length == 3
                    && Instant.ofEpochMilli(Long.parseLong(words[0])).isAfter(oldest)) {
                remember(words[1], words[2], Instant.ofEpochMilli(Long.parseLong(words[0])));
                kept.add(line);
            }
        }
        if (kept.size() < lines.size()) {
            SmallFile.replace(disk, file, JournalLine.bytes(kept), LABEL);
        }
    }

    /** A message has been sent, or may have been. */
    public synchronized void add(String messageId, Optional<String> envelopeId) throws IOException {
        Instant now = clock.instant();
        String envelope = envelopeId.orElse(messageId);
        remember(key(messageId), key(envelope), now);
        byte[] line = JournalLine.bytes(List.of(now.toEpochMilli() + " " + key(messageId) + " " + key(envelope)));
        if (out == null) {
            out = disk.append(file, LABEL);
        }
        out.write(line, 0, line.length);
    }

    /** Lets go of the file; it is opened again when it is needed. */
    @Override
    public synchronized void close() throws IOException {
        DiskFile open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }

    private void remember(String messageId, String envelopeId, Instant at) {
        byMessageId.put(messageId, new Sent("<" + messageId + ">", at));
        if (!envelopeId.equals(messageId)) {
            messageIdByEnvelopeId.put(envelopeId, messageId);
        }
        if (byMessageId.size() > MOST) {
            byMessageId.remove(byMessageId.keySet().iterator().next());
        }
        if (messageIdByEnvelopeId.size() > MOST) {
            messageIdByEnvelopeId.remove(
                    messageIdByEnvelopeId.keySet().iterator().next());
        }
    }

    /** The message with this id, if it is ours. */
    public synchronized Optional<Sent> byMessageId(String messageId) {
        return Optional.ofNullable(byMessageId.get(key(messageId)));
    }

    /** The message with this envelope id, written plainly or as xtext (RFC 3461 §4). */
    public synchronized Optional<Sent> byEnvelopeId(String envelopeId) {
        for (String form : List.of(key(envelopeId), key(fromXtext(envelopeId)))) {
            String messageId = messageIdByEnvelopeId.getOrDefault(form, form);
            if (byMessageId.containsKey(messageId)) {
                return Optional.of(byMessageId.get(messageId));
            }
        }
        return Optional.empty();
    }

    private static String key(String id) {
        String bare = id.strip();
        boolean bracketed = bare.startsWith("<") && bare.endsWith(">") && bare.length() > 1;
        return (bracketed ? bare.substring(1, bare.length() - 1) : bare)
                .replace(' ', '_')
                .toLowerCase(Locale.ROOT);
    }

    private static String fromXtext(String text) {
        StringBuilder plain = new StringBuilder();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '+' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
            if (low >= 0) {
                plain.append((char) (high * 16 + low));
                i += 2;
            } else {
                plain.append((char) bytes[i]);
            }
        }
        return plain.toString();
    }
}
