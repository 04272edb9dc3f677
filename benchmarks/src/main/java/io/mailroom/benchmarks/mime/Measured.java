package io.mailroom.benchmarks.mime;

/**
 * What one pass of one reader over one set cost.
 *
 * @param cpuNanos of the reading thread and of the collector; not of the compiler, whose work ends with the warm-up
 * @param wallNanos from the first mail to the last
 * @param allocated bytes, by the reading thread
 * @param peakHeap bytes in use at most, garbage included
 * @param failed mails on which the reader threw
 * @param files attachments written
 * @param fileBytes bytes in them
 * @param textCharacters characters of text handed on
 */
record Measured(
        long cpuNanos,
        long wallNanos,
        long allocated,
        long peakHeap,
        long failed,
        long files,
        long fileBytes,
        long textCharacters) {
    String toLine() {
        return cpuNanos + " " + wallNanos + " " + allocated + " " + peakHeap + " " + failed + " " + files + " "
                + fileBytes + " " + textCharacters;
    }

    static Measured ofLine(String line) {
        String[] n = line.split(" ");
        return new Measured(
                Long.parseLong(n[0]),
                Long.parseLong(n[1]),
                Long.parseLong(n[2]),
                Long.parseLong(n[3]),
                Long.parseLong(n[4]),
                Long.parseLong(n[5]),
                Long.parseLong(n[6]),
                Long.parseLong(n[7]));
    }
}
