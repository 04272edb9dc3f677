package io.mailroom.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The messages of one mailbox that are stored in Incoming and not yet settled, on disk in {@code Open_A_B.ids}. After a
 * crash it answers what no other file can: which server id a stored message had, and that the server may have been told
 * to delete it. A message in Incoming that is not in this file was never marked deleted.
 *
 * <pre>
 * v1 M POP3_1a2b_1_2_65f0c3a1_a_1234.tmp uid 3518 (64 hex) 77a0c1f2   file, id, size as listed, SHA-256
 * v1 A POP3_1a2b_1_2_65f0c3a1_b_1234.tmp uid 3518 (64 hex) 5d1e07bb   taken up again from Failed
 * </pre>
 *
 * <p>Each line ends in the CRC-32 of what precedes it; reading stops at the first damaged one. Losing the file costs
 * nothing with a server that keeps to RFC 1939; with one that deletes when the line drops, a stored message stays in
 * Incoming until somebody looks. For one thread at a time, and only while the mailbox's lock is held.
 */
public final class OpenMessages {
    /** Messages settled since the file was last rewritten, before it is rewritten again. */
    public static final int MAX_SETTLED = 1_000;
    /** Most of the file that is read. */
    public static final int MAX_FILE_BYTES = 16 * 1024 * 1024;

    private static final String LABEL = "open";
    private static final Pattern MESSAGE =
            Pattern.compile("v1 ([MA]) ([A-Za-z0-9_.]{1,120}) ([!-~]{1,70}) (-?[0-9]{1,18}) ([0-9a-f]{64})");

    private static final Pattern STORED_UID = Pattern.compile("[!-~]{1,70}");

    private final Disk disk;
    private final Path file;
    private final String profile;
    private final Map<String, OpenMessage> byFile = new LinkedHashMap<>();
    private int settled;

    /**
     * One stored message.
     *
     * @param file leaf name in Incoming
     * @param storedUid the server's id as {@link SeenRecord#store} spells it
     * @param listedBytes size as listed, -1 when the server did not say
     * @param digest of its bytes
     * @param again it was put aside before, and is to be worked on whatever is on record of it; no server has it
     */
    public record OpenMessage(String file, String storedUid, long listedBytes, ContentDigest digest, boolean again) {
        /** True when one of these records says that an event was made of it. */
        public boolean isQueuedIn(Collection<SeenRecord> records) {
            return records.stream()
                    .anyMatch(each -> each.state() == SeenRecord.State.QUEUED
                            && each.storedUid().equals(storedUid)
                            && each.digest().equals(digest.brief()));
        }

        public OpenMessage {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(storedUid, "storedUid");
            Objects.requireNonNull(digest, "digest");
        }
    }

    /**
     * Reads what an earlier process left, or nothing when the file is not there.
     *
     * @param directory where the file is; Incoming
     * @param profile for error messages
     */
    public OpenMessages(Disk disk, Path directory, MailboxId mailbox, String profile) {
        this.disk = disk;
        this.file = directory.resolve("Open_" + mailbox.fileName() + ".ids");
        this.profile = profile;
        try {
            for (String line : content().split("\n", -1)) {
                if (!understood(line)) {
                    break;
                }
            }
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file, "reading the list of stored messages", e);
        }
    }

    /** True for an id as these files spell it. */
    public static boolean isStoredUid(String uid) {
        return STORED_UID.matcher(uid).matches();
    }

    /** Messages stored and not settled, oldest first. */
    public List<OpenMessage> messages() {
        return List.copyOf(byFile.values());
    }

    /** Writes down messages that are stored and about to be marked deleted, durable when it returns, with one force. */
    public void begin(Collection<OpenMessage> messages) {
        StringBuilder lines = new StringBuilder();
        messages.forEach(message -> lines.append(line(message)));
        try {
            boolean isNew = disk.entry(file, LABEL).isEmpty();
            try (DiskFile appending = disk.append(file, LABEL)) {
                write(appending, lines);
                appending.force();
            }
            if (isNew) {
                forceName();
            }
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file, "writing the list of stored messages", e);
        }
        messages.forEach(message -> byFile.put(message.file(), message));
    }

    /** A message is no longer open: it has an outcome on record, or its file is gone and it comes again. Not durable. */
    public void settle(String leafName) {
        if (byFile.remove(leafName) != null) {
            settled++;
        }
    }

    /** Removes the file when no message is open, not durably. */
    public void forgetWhenEmpty() {
        if (!byFile.isEmpty()) {
            return;
        }
        try {
            disk.delete(file, LABEL);
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file, "removing the list of stored messages", e);
        }
        settled = 0;
    }

    /** Called when a session ends: keeps the file small. A line whose file is gone does no harm. */
    public void tidy() {
        if (settled > MAX_SETTLED) {
            rewrite();
        }
    }

    private void rewrite() {
        StringBuilder lines = new StringBuilder();
        byFile.values().forEach(message -> lines.append(line(message)));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            disk.delete(fresh, LABEL);
            try (DiskFile writing = disk.create(fresh, LABEL)) {
                write(writing, lines);
                writing.force();
            }
            disk.rename(fresh, file, LABEL);
            forceName();
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file, "writing the list of stored messages", e);
        }
        settled = 0;
    }

    private void forceName() throws IOException {
        disk.forceDirectory(Objects.requireNonNull(file.getParent(), "the file lies in a directory"), LABEL);
    }

    private static void write(DiskFile target, CharSequence lines) throws IOException {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
        target.write(bytes, 0, bytes.length);
    }

    private String content() throws IOException {
        try (SeekableByteChannel channel = disk.read(file, LABEL)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_FILE_BYTES));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until the file is read or the buffer full
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException nothingLeft) {
            return "";
        }
    }

    private boolean understood(String line) {
        int end = line.length() - 9;
        if (end < 0 || !sealed(line.substring(0, end)).equals(line + "\n")) {
            return false;
        }
        Matcher message = MESSAGE.matcher(line.substring(0, end));
        if (message.matches()) {
            OpenMessage open = new OpenMessage(
                    message.group(2),
                    message.group(3),
                    Long.parseLong(message.group(4)),
                    ContentDigest.parse(message.group(5)),
                    message.group(1).equals("A"));
            byFile.put(open.file(), open);
            return true;
        }
        return false;
    }

    private static String line(OpenMessage message) {
        return sealed("v1 " + (message.again() ? "A " : "M ") + message.file() + " " + message.storedUid() + " "
                + message.listedBytes() + " " + message.digest().hex());
    }

    private static String sealed(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return text + " " + String.format(Locale.ROOT, "%08x", crc.getValue()) + "\n";
    }
}
