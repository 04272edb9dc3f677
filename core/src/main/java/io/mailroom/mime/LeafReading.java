package io.mailroom.mime;

import io.mailroom.mime.internal.body.ByteOut;
import io.mailroom.mime.internal.text.Utf8;
import io.mailroom.mime.internal.text.Utf8Transcoder;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the decoded bytes of the leaf in hand go: to a file, into memory up to a limit, or both. Reused. */
final class LeafReading implements ByteOut {
    /** Opens the file of a text that turns out too long for memory. */
    @FunctionalInterface
    interface Spill {
        @Nullable
        PartOutput open() throws IOException;
    }

    /** Looks for parts inside the leaf while it passes. */
    interface Inside {
        /** The next decoded bytes; what of them is text for the body goes to {@link LeafReading#keep}. */
        void write(byte[] bytes, int from, int to) throws IOException;

        /** The leaf is over. */
        void finish() throws IOException;

        /** Reading failed; closes what is open. */
        void abandon(Exception cause);
    }

    private static final int SMALL = 16 * 1024;

    private byte[] held = new byte[SMALL];
    private int heldLength;
    private int mostHeld;
    private long size;
    private long kept;
    private boolean cut;
    private @Nullable PartOutput output;
    private @Nullable PartOutput spilled;
    private @Nullable Inside inside;
    private @Nullable Utf8Transcoder original;
    private @Nullable Spill spill;

    /** Starts another leaf that goes nowhere but into the count. */
    void start() {
        heldLength = 0;
        mostHeld = 0;
        size = 0;
        kept = 0;
        cut = false;
        output = null;
        spilled = null;
        inside = null;
        original = null;
        spill = null;
        if (held.length > 64 * SMALL) {
            held = new byte[SMALL];
        }
    }

    void writeTo(@Nullable PartOutput file) {
        output = file;
    }

    void copyTextTo(Utf8Transcoder text) {
        original = text;
    }

    void lookInside(Inside parts) {
        inside = parts;
    }

    /** Holds up to that many bytes of text. With more, {@code whenLonger} is asked once for a file for all of it. */
    void hold(int most, @Nullable Spill whenLonger) {
        mostHeld = most;
        spill = whenLonger;
    }

    @Override
    public void take(byte[] bytes, int from, int to) throws IOException {
        int count = to - from;
        size += count;
        if (inside != null) {
            inside.write(bytes, from, to);
        } else {
            keep(bytes, from, to);
        }
        if (output != null) {
            output.write(bytes, from, count);
        }
        if (original != null) {
            original.write(bytes, from, to);
        }
    }

    /** Text of the body. */
    void keep(byte[] bytes, int from, int to) throws IOException {
        int count = to - from;
        kept += count;
        if (heldLength < mostHeld || !cut && kept > mostHeld) {
            hold(bytes, from, count);
        }
        if (spilled != null) {
            spilled.write(bytes, from, count);
        }
    }

    private void hold(byte[] bytes, int from, int count) throws IOException {
        int room = Math.min(count, mostHeld - heldLength);
        if (held.length < heldLength + room) {
            held = Arrays.copyOf(held, Math.max(heldLength + room, Math.min(mostHeld, 2 * held.length)));
        }
        if (room < count) {
            cut = true;
            if (output == null && spill != null) {
                spilled = spill.open();
                if (spilled != null && heldLength > 0) {
                    spilled.write(held, 0, heldLength);
                }
            }
        }
        System.arraycopy(bytes, from, held, heldLength, room);
        heldLength += room;
    }

    /** Ends the leaf and closes its file. */
    @Nullable
    PartOutput finish() throws IOException {
        if (inside != null) {
            inside.finish();
        }
        return close();
    }

    private @Nullable PartOutput close() throws IOException {
        inside = null;
        if (original != null) {
            original.finish();
        }
        PartOutput done = output == null ? spilled : output;
        output = null;
        spilled = null;
        if (done != null) {
            done.close();
        }
        return done;
    }

    /** Closes what is open after a failure; the failure that led here is the one to tell. */
    void abandon(Exception cause) {
        if (inside != null) {
            inside.abandon(cause);
        }
        try {
            close();
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    long size() {
        return size;
    }

    /** True when not all bytes could be held. */
    boolean isCut() {
        return cut;
    }

    byte[] held() {
        return held;
    }

    int heldLength() {
        return heldLength;
    }

    /** The bytes held, in an array of their own; a UTF-8 character that was cut is left out. */
    byte[] copyHeld() {
        int end = cut ? Utf8.wholeLength(held, heldLength) : heldLength;
        return Arrays.copyOf(held, end);
    }
}
