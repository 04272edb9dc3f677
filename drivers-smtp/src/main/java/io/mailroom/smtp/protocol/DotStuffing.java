package io.mailroom.smtp.protocol;

/**
 * Doubles each dot at the start of a line (RFC 5321 §4.5.2) while a message is copied block by block. The message has
 * CRLF line ends and nothing else; where blocks are cut does not matter. Not thread-safe.
 */
final class DotStuffing {
    private boolean atLineStart = true;

    /** Most bytes that {@code length} bytes can become: each one a dot behind a line end would need two before it. */
    static int most(int length) {
        return length + length / 2 + 2;
    }

    /**
     * Copies a block.
     *
     * @param to has room for {@link #most} of {@code length} from {@code at} on
     * @return the index behind the last byte written
     */
    int copy(byte[] from, int length, byte[] to, int at) {
        int target = at;
        int runStart = 0;
        int i = 0;
        while (i < length) {
            if (atLineStart && from[i] == '.') {
                System.arraycopy(from, runStart, to, target, i - runStart);
                target += i - runStart;
                to[target++] = '.';
                runStart = i;
            }
            while (i < length && from[i] != '\n') {
                i++;
            }
            atLineStart = i < length;
            i++;
        }
        System.arraycopy(from, runStart, to, target, length - runStart);
        return target + length - runStart;
    }
}
