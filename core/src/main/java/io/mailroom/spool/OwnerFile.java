package io.mailroom.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code Mailbox_A_B.owner}: who receives from a mailbox, and whose files in Incoming are its. Apart from the lock file,
 * because closing any handle of a locked file may give up the lock.
 *
 * <pre>
 * owner 6699 2026-01-02T03:04:05Z mail1 support@example.com 8d3c… 1a2b_1_2_65f0c3a1     while somebody receives
 * tag 1a2b_1_2_65f0c3a1                                                                 one for each service
 * </pre>
 *
 * @param owner who receives now, or null
 * @param tags the services whose files may still lie in Incoming, oldest first
 */
record OwnerFile(@Nullable MailboxOwner owner, List<String> tags) {
    /** Most services remembered; the oldest are forgotten first. */
    static final int MAX_TAGS = 1_000;

    private static final String LABEL = "mailbox.owner";
    private static final int MAX_BYTES = 1024 * 1024;
    private static final OwnerFile NONE = new OwnerFile(null, List.of());

    OwnerFile {
        tags = List.copyOf(tags.subList(Math.max(0, tags.size() - MAX_TAGS), tags.size()));
    }

    /** What a file says; nothing when it is missing. Lines that make no sense are passed over. */
    static OwnerFile read(Disk disk, Path file) throws IOException {
        String text;
        try {
            text = new String(SmallFile.read(disk, file, MAX_BYTES, LABEL), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return NONE;
        }
        MailboxOwner owner = null;
        List<String> tags = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("owner")) {
                owner = owner(words, file.getParent()).orElse(null);
            } else if (words[0].equals("tag") && words.length == 2) {
                tags.add(words[1]);
            }
        }
        return new OwnerFile(owner, tags);
    }

    /** Puts this in the place of what a file said, durably; removes the file when there is nothing to say. */
    void write(Disk disk, Path file) throws IOException {
        if (owner == null && tags.isEmpty()) {
            disk.delete(file, LABEL);
            return;
        }
        StringBuilder text = new StringBuilder();
        if (owner != null) {
            text.append("owner ").append(line(owner)).append('\n');
        }
        tags.forEach(tag -> text.append("tag ").append(tag).append('\n'));
        SmallFile.replace(disk, file, text.toString().getBytes(StandardCharsets.UTF_8), LABEL);
    }

    private static String line(MailboxOwner owner) {
        return String.join(
                " ",
                Long.toString(owner.processId()),
                owner.processStart().toString(),
                SafeName.escape(owner.host()),
                SafeName.escape(owner.profile()),
                owner.loadId(),
                owner.tag());
    }

    private static Optional<MailboxOwner> owner(String[] words, Path directory) {
        try {
            return words.length == 7
                    ? Optional.of(new MailboxOwner(
                            Long.parseLong(words[1]),
                            Instant.parse(words[2]),
                            readable(words[3]),
                            readable(words[4]),
                            words[5],
                            words[6],
                            directory))
                    : Optional.empty();
        } catch (NumberFormatException | DateTimeParseException e) {
            return Optional.empty(); // only ever read by people, apart from our own
        }
    }

    private static String readable(String escaped) {
        try {
            return SafeName.unescape(escaped);
        } catch (IllegalArgumentException e) {
            return escaped; // shortened
        }
    }
}
