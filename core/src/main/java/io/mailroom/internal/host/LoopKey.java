package io.mailroom.internal.host;

import io.mailroom.event.LoopSeal;
import io.mailroom.spool.Disk;
import io.mailroom.spool.SmallFile;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that seals automatic mail: {@code loop.key} in the home directory, 64 hexadecimal digits, for its owner alone.
 * Made when it is first needed. Losing it costs that mail sealed before is no longer known as ours. Usable from any thread.
 */
final class LoopKey {
    private static final Logger LOG = LoggerFactory.getLogger(LoopKey.class);
    private static final String LABEL = "loopkey";
    private static final int MOST_BYTES = 4 * 1024;

    private final Disk disk;
    private final Path file;
    private @Nullable LoopSeal seal;

    LoopKey(Disk disk, Path home) {
        this.disk = disk;
        this.file = home.resolve("loop.key");
    }

    /**
     * The seal of this home directory.
     *
     * @throws io.mailroom.SpoolException when the key can be neither read nor made
     */
    synchronized LoopSeal seal() {
        if (seal == null) {
            try {
                seal = LoopSeal.of(readOrMake());
            } catch (IOException e) {
                throw SpoolFailure.of(null, file, "reading the key that seals automatic mail", e);
            }
        }
        return seal;
    }

    private byte[] readOrMake() throws IOException {
        byte[] known = read();
        if (known.length < LoopSeal.KEY_BYTES) {
            disk.createDirectories(file.getParent(), LABEL);
            SmallFile.replace(disk, file, text(newKey()), LABEL);
            known = read(); // another process may have been at it as well: the one on disk counts
        }
        return known;
    }

    /** Shorter than a key when there is none to be had. */
    private byte[] read() throws IOException {
        try {
            String text = new String(SmallFile.read(disk, file, MOST_BYTES, LABEL), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(text.strip());
        } catch (NoSuchFileException missing) {
            return new byte[0];
        } catch (IllegalArgumentException damaged) {
            LOG.atWarn().log("{} is damaged and made anew; automatic mail sealed before is no longer known", file);
            return new byte[0];
        }
    }

    private static byte[] newKey() {
        byte[] key = new byte[LoopSeal.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static byte[] text(byte[] key) {
        return (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
