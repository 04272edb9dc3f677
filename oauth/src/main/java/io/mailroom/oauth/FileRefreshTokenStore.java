package io.mailroom.oauth;

import io.mailroom.profile.Secret;
import io.mailroom.profile.SecretBox;
import io.mailroom.spool.Disk;
import io.mailroom.spool.SmallFile;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps it in one file, for its owner alone, replaced as a whole: two lines, each locked in a {@link SecretBox}, the
 * first token and the newest.
 */
public final class FileRefreshTokenStore implements RefreshTokenStore {
    private static final int LARGEST_FILE = 256 * 1024;
    private static final String LABEL = "refresh token";

    private final Disk disk;
    private final Path file;
    private final SecretBox box;

    /** @param file made, with its directory, when something is kept */
    public FileRefreshTokenStore(Disk disk, Path file, SecretBox box) {
        this.disk = disk;
        this.file = file.toAbsolutePath().normalize();
        this.box = box;
    }

    @Override
    public synchronized Optional<Secret> successorOf(Secret first) {
        try {
            List<String> lines = new String(SmallFile.read(disk, file, LARGEST_FILE, LABEL), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            boolean sameConsent = lines.size() == 2 && box.unlock(lines.get(0)).equals(first);
            return sameConsent ? Optional.of(box.unlock(lines.get(1))) : Optional.empty();
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        } catch (IOException failed) {
            throw SpoolFailure.of(null, file, "reading the refresh token", failed);
        } catch (IllegalArgumentException otherKey) {
            throw SpoolFailure.of(
                    null, file, "reading the refresh token", new IOException(otherKey.getMessage(), otherKey));
        }
    }

    @Override
    public synchronized void keep(Secret first, Secret newest) {
        String content = box.lock(first) + "\n" + box.lock(newest) + "\n";
        try {
            disk.createDirectories(file.getParent(), LABEL);
            SmallFile.replace(disk, file, content.getBytes(StandardCharsets.US_ASCII), LABEL);
        } catch (IOException failed) {
            throw SpoolFailure.of(null, file, "keeping the refresh token", failed);
        }
    }
}
