package io.mailroom.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Finds senders whose mail may answer our own answers (contract section 7). A sender is blocked while at least
 * <i>count</i> of its mails lie inside <i>interval</i>; blocked mails count as well, so a loop stays blocked until it
 * slows down. A message is counted once however often it is fetched, and gets the same verdict each time.
 *
 * <p>State is bounded by {@link #MAX_SENDERS} and {@link #MAX_MARKS}; the senders longest silent are forgotten first.
 * Only hashes of addresses are held and saved. The clock may jump: a mark from the future counts as one of now, so a
 * jump costs at most one interval. One thread at a time.
 */
public final class LoopbackDetector {
    /** Most senders remembered. */
    public static final int MAX_SENDERS = 10_000;
    /** Most mails remembered, all senders together. */
    public static final int MAX_MARKS = 100_000;
    /** Longest window. */
    public static final Duration MAX_INTERVAL = Duration.ofDays(366);
    /** Most that <i>count</i> can be. */
    public static final int MAX_COUNT = 1_000;

    private static final String FORMAT = "mailroom-loopback 1";
    private static final int KEY_LENGTH = 22;

    private final long intervalMillis;
    private final int count;
    private final Clock clock;
    private final LoopbackStore store;
    /** By hash of the sender, the sender heard of last at the end. */
    private final Map<String, Marks> senders = new LinkedHashMap<>();

    private int marks;
    private boolean changed;

    /**
     * Reads what the store holds; what cannot be understood there is forgotten.
     *
     * @param interval length of the window, at most {@link #MAX_INTERVAL}; zero switches detection off, and nothing is counted or stored then
     * @param count mails within the window before the sender is blocked, 1 to {@link #MAX_COUNT}
     * @throws IOException when the store cannot be read
     */
    public LoopbackDetector(Duration interval, int count, Clock clock, LoopbackStore store) throws IOException {
        if (interval.isNegative() || interval.compareTo(MAX_INTERVAL) > 0) {
            throw new IllegalArgumentException("interval must be 0 to " + MAX_INTERVAL + ", not " + interval);
        }
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("count must be 1 to " + MAX_COUNT + ", not " + count);
        }
        this.intervalMillis = interval.toMillis();
        this.count = count;
        this.clock = Objects.requireNonNull(clock, "clock");
        this.store = Objects.requireNonNull(store, "store");
        if (isOn()) {
            restore(store.load());
        }
    }

    /** False when the interval is zero. */
    public boolean isOn() {
        return intervalMillis > 0;
    }

    /**
     * Counts a message and says whether it is a loopback candidate: at least <i>count</i> earlier mails of its sender
     * lie inside the window that ends with it. A message without a sender never is: nothing can have answered it.
     *
     * @param senderAddress the event's SenderAddress; case does not matter
     * @param eventId tells a message fetched again from a new one
     */
    public boolean isCandidate(String senderAddress, String eventId) {
        if (!isOn() || senderAddress.isBlank()) {
            return false;
        }
        String key = key(senderAddress);
        Marks seen = senders.remove(key);
        if (seen == null) {
            seen = new Marks();
        }
        senders.put(key, seen);
        long now = clock.millis();
        marks -= seen.clamp(now, intervalMillis);
        long id = shortId(eventId);
        int at = seen.indexOf(id);
        if (at < 0) {
            at = seen.add(now, id);
            marks++;
            changed = true;
        }
        boolean candidate = seen.countWithin(intervalMillis, at) >= count;
        marks -= seen.keepLast(count + 1);
        forgetTheSilent();
        return candidate;
    }

    /** Stores what was counted, if anything was since the last time. Call it when a session ends. */
    public void save() throws IOException {
        if (!changed) {
            return;
        }
        List<String> lines = new ArrayList<>(senders.size() + 1);
        lines.add(FORMAT);
        long now = clock.millis();
        for (Map.Entry<String, Marks> sender : senders.entrySet()) {
            marks -= sender.getValue().clamp(now, intervalMillis);
            if (sender.getValue().size() > 0) {
                lines.add(sender.getKey() + sender.getValue().text());
            }
        }
        senders.values().removeIf(seen -> seen.size() == 0);
        store.save(lines);
        changed = false;
    }

    private void forgetTheSilent() {
        Iterator<Marks> eldest = senders.values().iterator();
        while (senders.size() > 1 && (senders.size() > MAX_SENDERS || marks > MAX_MARKS)) {
            marks -= eldest.next().size();
            eldest.remove();
        }
    }

    private void restore(List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals(FORMAT)) {
            return;
        }
        for (String line : lines.subList(1, lines.size())) {
            if (line.length() > KEY_LENGTH) {
                Marks seen = Marks.parse(line.substring(KEY_LENGTH));
                seen.keepLast(count + 1);
                Marks before = seen.size() == 0 ? null : senders.put(line.substring(0, KEY_LENGTH), seen);
                marks += seen.size() - (before == null ? 0 : before.size());
                forgetTheSilent();
            }
        }
    }

    private static String key(String senderAddress) {
        byte[] hash = sha256(senderAddress.strip().toLowerCase(Locale.ROOT));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, KEY_LENGTH);
    }

    private static long shortId(String eventId) {
        byte[] hash = sha256(eventId);
        long id = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            id = id << 8 | (hash[i] & 0xff);
        }
        return id;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** When the mails of one sender came, oldest first, and which they were. */
    private static final class Marks {
        /** Time and id; times never decrease. */
        private final List<long[]> entries = new ArrayList<>(4);

        int size() {
            return entries.size();
        }

        /** Moves marks of the future to now, drops those that no verdict needs any more; says how many. */
        int clamp(long now, long intervalMillis) {
            for (int i = entries.size() - 1; i >= 0 && entries.get(i)[0] > now; i--) {
                entries.get(i)[0] = now;
            }
            // A message fetched again within an interval must find the window that it was judged by.
            int old = 0;
            while (old < entries.size() && now - entries.get(old)[0] >= 2 * intervalMillis) {
                old++;
            }
            entries.subList(0, old).clear();
            return old;
        }

        int indexOf(long id) {
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i)[1] == id) {
                    return i;
                }
            }
            return -1;
        }

        int add(long now, long id) {
            entries.add(new long[] {now, id});
            return entries.size() - 1;
        }

        /** How many marks before this one lie less than an interval before it. */
        int countWithin(long intervalMillis, int at) {
            long end = entries.get(at)[0];
            int inside = 0;
            while (inside < at && end - entries.get(at - inside - 1)[0] < intervalMillis) {
                inside++;
            }
            return inside;
        }

        int keepLast(int most) {
            int surplus = Math.max(0, entries.size() - most);
            entries.subList(0, surplus).clear();
            return surplus;
        }

        String text() {
            StringBuilder text = new StringBuilder();
            for (long[] entry : entries) {
                text.append(' ').append(Long.toHexString(entry[0])).append(':').append(Long.toHexString(entry[1]));
            }
            return text.toString();
        }

        /** Reads up to the first entry that is damaged. */
        static Marks parse(String text) {
            Marks marks = new Marks();
            long last = 0;
            for (String entry : text.strip().split(" ")) {
                int colon = entry.indexOf(':');
                try {
                    long time = Math.max(last, Long.parseLong(entry, 0, Math.max(colon, 0), 16));
                    long id = Long.parseUnsignedLong(entry, colon + 1, entry.length(), 16);
                    marks.entries.add(new long[] {time, id});
                    last = time;
                } catch (NumberFormatException damaged) {
                    return marks;
                }
            }
            return marks;
        }
    }
}
