package io.mailroom.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** Files that are read and written as a whole. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * The content of a file.
     *
     * @param maxBytes a longer file is refused with an {@link IOException}
     */
    public static byte[] read(Disk disk, Path file, int maxBytes, String label) throws IOException {
        try (SeekableByteChannel channel = disk.read(file, label)) {
            long size = channel.size();
            if (size > maxBytes) {
                throw new IOException(file + " has " + size + " bytes, more than " + maxBytes);
            }
            ByteBuffer content = ByteBuffer.allocate((int) size);
            while (content.hasRemaining() && channel.read(content) >= 0) {
                // until full, or shorter than it said
            }
            return Arrays.copyOf(content.array(), content.position());
        }
    }

    /** Puts content in the place of a file, durably: a reader finds the old or the new, whole. */
    public static void replace(Disk disk, Path file, byte[] content, String label) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + Draft.PART);
        disk.delete(part, label);
        try (DiskFile out = disk.create(part, label)) {
            out.write(content, 0, content.length);
            out.force();
        }
        disk.rename(part, file, label);
        disk.forceDirectory(file.getParent(), label);
    }
}
