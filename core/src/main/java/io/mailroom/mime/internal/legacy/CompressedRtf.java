package io.mailroom.mime.internal.legacy;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * RTF as Exchange packs it ([MS-OXRTFCP]): 16 bytes of header, then runs of eight items behind a byte whose bits tell
 * literals from references into a ring of 4,096 bytes. The output is bounded, whatever the header promises.
 */
final class CompressedRtf {
    private static final int COMPRESSED = 0x75465a4c;
    private static final int PLAIN = 0x414c454d;
    private static final int HEADER = 16;
    private static final int RING = 4_096;
    private static final byte[] START =
            ("{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern"
                            + " \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
                            + "\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
                    .getBytes(StandardCharsets.US_ASCII);

    private CompressedRtf() {}

    /** The RTF; empty for none. Damage ends it, with a defect. */
    static byte[] decode(byte[] packed, int most, DefectSink defects, long offset) {
        if (packed.length < HEADER) {
            return new byte[0];
        }
        int rawSize = LittleEndian.int32(packed, 4);
        int limit = rawSize < 0 ? most : Math.min(rawSize, most);
        Rtf out = new Rtf(limit, packed.length * 4);
        boolean good =
                switch (LittleEndian.int32(packed, 8)) {
                    case PLAIN -> copy(packed, out);
                    case COMPRESSED -> unpack(packed, out);
                    default -> false;
                };
        if (!good || rawSize != out.length) {
            defects.add(DefectCode.TNEF_MALFORMED, offset, "rtf");
        }
        return out.bytes();
    }

    private static boolean copy(byte[] packed, Rtf out) {
        for (int i = HEADER; i < packed.length && !out.isFull(); i++) {
            out.add(packed[i]);
        }
        return true;
    }

    private static boolean unpack(byte[] packed, Rtf out) {
        byte[] ring = new byte[RING];
        System.arraycopy(START, 0, ring, 0, START.length);
        int write = START.length;
        int at = HEADER;
        while (at < packed.length && !out.isFull()) {
            int flags = packed[at++];
            for (int bit = 0; bit < 8 && at < packed.length && !out.isFull(); bit++) {
                if ((flags >> bit & 1) == 0) {
                    ring[write] = packed[at];
                    out.add(packed[at++]);
                    write = write + 1 & RING - 1;
                    continue;
                }
                if (at + 1 >= packed.length) {
                    return false;
                }
                int token = (packed[at] & 0xff) << 8 | packed[at + 1] & 0xff;
                at += 2;
                int read = token >> 4;
                if (read == write) {
                    return true; // the mark of the end
                }
                for (int i = (token & 0xf) + 2; i > 0 && !out.isFull(); i--) {
                    byte b = ring[read];
                    ring[write] = b;
                    out.add(b);
                    read = read + 1 & RING - 1;
                    write = write + 1 & RING - 1;
                }
            }
        }
        return true;
    }

    /** What comes of it, up to its limit. */
    private static final class Rtf {
        private final int limit;
        private byte[] bytes;
        private int length;

        Rtf(int limit, int likely) {
            this.limit = limit;
            bytes = new byte[Math.min(limit, likely)];
        }

        boolean isFull() {
            return length == limit;
        }

        void add(byte b) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(limit, 2 * length + HEADER));
            }
            bytes[length++] = b;
        }

        byte[] bytes() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }
}
