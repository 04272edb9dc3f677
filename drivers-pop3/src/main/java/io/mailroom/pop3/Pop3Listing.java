package io.mailroom.pop3;

import io.mailroom.spi.MessageRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.RandomAccess;

/**
 * What UIDL and LIST say, brought together by message number. Neither is believed: numbers may be missing, repeated or
 * out of range, sizes are hints, and a message without an id, or with a useless one, has none.
 *
 * <p>A million messages with the usual ids fit into some 40 MB, because a {@link MessageRef} is made only when asked for.
 */
final class Pop3Listing extends AbstractList<MessageRef> implements RandomAccess {
    /** Messages with higher numbers wait until those before them are gone. */
    static final int MOST_MESSAGES = 1_000_000;

    /** Longer ids are replaced by a hash of themselves. */
    static final int LONGEST_UID = 1_024;

    /** All ids together. */
    static final int MOST_UID_BYTES = 128 * 1024 * 1024;

    private static final int LONGEST_NUMBER = 18;

    private final BitSet present = new BitSet();
    private long[] sizes = new long[64];
    private int[] uidStart = new int[64];
    private int[] uidEnd = new int[64];
    private byte[] uids = new byte[4096];
    private int uidBytes;
    private int[] numbers = new int[0];

    /** Takes a line of the answer to LIST; one that makes no sense is passed over. */
    void addSize(String line) {
        int number = numberIn(line);
        if (number > 0) {
            note(number);
            if (sizes[number] < 0) {
                sizes[number] = digits(line, afterNumber(line));
            }
        }
    }

    /** Takes a line of the answer to UIDL; one that makes no sense is passed over. */
    void addUid(String line) {
        int number = numberIn(line);
        if (number > 0) {
            note(number);
            if (uidEnd[number] == uidStart[number]) {
                store(number, line.substring(afterNumber(line)).strip());
            }
        }
    }

    /** True when the ids have used up their room. */
    boolean isFull() {
        return uidBytes > MOST_UID_BYTES;
    }

    /** Ends the taking of lines; from now on this is the list. */
    Pop3Listing complete() {
        numbers = present.stream().toArray();
        return this;
    }

    @Override
    public MessageRef get(int index) {
        int number = numbers[index];
        int start = uidStart[number];
        String uid = new String(uids, start, uidEnd[number] - start, StandardCharsets.ISO_8859_1);
        return new MessageRef(number, uid, sizes[number]);
    }

    @Override
    public int size() {
        return numbers.length;
    }

    private void note(int number) {
        if (number >= sizes.length) {
            int room = Math.min(MOST_MESSAGES + 1, Math.max(number + 1, sizes.length * 2));
            sizes = Arrays.copyOf(sizes, room);
            uidStart = Arrays.copyOf(uidStart, room);
            uidEnd = Arrays.copyOf(uidEnd, room);
        }
        if (!present.get(number)) {
            present.set(number);
            sizes[number] = -1;
        }
    }

    private void store(int number, String uid) {
        String kept = uid.length() > LONGEST_UID ? hashOf(uid) : uid;
        byte[] bytes = kept.getBytes(StandardCharsets.ISO_8859_1);
        if (uidBytes + bytes.length > uids.length) {
            uids = Arrays.copyOf(uids, Math.max(uidBytes + bytes.length, uids.length * 2));
        }
        System.arraycopy(bytes, 0, uids, uidBytes, bytes.length);
        uidStart[number] = uidBytes;
        uidBytes += bytes.length;
        uidEnd[number] = uidBytes;
    }

    private static String hashOf(String uid) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(uid.getBytes(StandardCharsets.ISO_8859_1));
            return "#" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** The message number a line begins with; 0 when there is none in range. */
    private static int numberIn(String line) {
        long number = digits(line, 0);
        return number >= 1 && number <= MOST_MESSAGES ? (int) number : 0;
    }

    private static int afterNumber(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? line.length() : space + 1;
    }

    /** The number written from {@code at} to the next space or the end; -1 when it is none, or a giant. */
    private static long digits(String line, int at) {
        long value = 0;
        int end = at;
        for (; end < line.length() && line.charAt(end) != ' '; end++) {
            char c = line.charAt(end);
            if (c < '0' || c > '9' || end - at >= LONGEST_NUMBER) {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return end == at ? -1 : value;
    }
}
