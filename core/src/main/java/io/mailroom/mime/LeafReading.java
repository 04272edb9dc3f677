package io.mailroom.mime;

import io.mailroom.mime.internal.body.ByteOut;
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

    private static final int SMALL = 16 * 1024;

    private byte[] held = new byte[SMALL];
    private int heldLength;
    private int mostHeld;
    private long size;
    private boolean cut;
    private @Nullable PartOutput output;
    private @Nullable Utf8Transcoder original;
    private @Nullable Spill spill;

    /** Starts another leaf that goes nowhere but into the count. */
    void start() {
        heldLength = 0;
        mostHeld = 0;
        size = 0;
        cut = false;
        output = null;
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

    /** Holds up to that many bytes. With more, {@code whenLonger} is asked once for a file for all of them. */
    void hold(int most, @Nullable Spill whenLonger) {
        mostHeld = most;
        spill = whenLonger;
    }

    @Override
    public void take(byte[] bytes, int from, int to) throws IOException {
        int count = to - from;
        size += count;
        if (heldLength < mostHeld || !cut && size > mostHeld) {
            hold(bytes, from, count);
        }
        if (output != null) {
            output.write(bytes, from, count);
        }
        if (original != null) {
            original.write(bytes, from, to);
        }
    }

    private void hold(byte[] bytes, int from, int count) throws IOException {
        int kept = Math.min(count, mostHeld - heldLength);
        if (held.length < heldLength + kept) {
            held = Arrays.copyOf(held, Math.max(heldLength + kept, Math.min(mostHeld, 2 * held.length)));
        }
        if (kept < count) {
            cut = true;
            if (output == null && spill != null) {
                output = spill.open();
                if (output != null && heldLength > 0) {
                    output.write(held, 0, heldLength);
                }
            }
        }
        System.arraycopy(bytes, from, held, heldLength, kept);
        heldLength += kept;
    }

    /** Ends the leaf and closes its file. */
    @Nullable
    PartOutput finish() throws IOException {
        if (original != null) {
            original.finish();
        }
        PartOutput done = output;
        output = null;
        if (done != null) {
            done.close();
        }
        return done;
    }

    /** Closes what is open after a failure; the failure that led here is the one to tell. */
    void abandon(Exception cause) {
        try {
            finish();
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
        int end = heldLength;
        if (cut) {
            int lead = end;
            while (lead > 0 && end - lead < 3 && (held[lead - 1] & 0xC0) == 0x80) {
                lead--;
            }
            if (lead > 0 && (held[lead - 1] & 0xC0) == 0xC0) {
                end = lead - 1;
            }
        }
        return Arrays.copyOf(held, end);
    }
}
