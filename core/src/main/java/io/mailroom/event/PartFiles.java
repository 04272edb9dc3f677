package io.mailroom.event;

import io.mailroom.mime.PartOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * Gives the files of one event their names and places; implemented by whoever owns the directory. Each call makes one
 * new file, created so that it never follows or overwrites what is there; {@link PartOutput#location()} tells where it
 * is. Several may be open at once; each is closed, also when reading fails. The implementation forces them to disk,
 * in groups if it likes, and removes them when {@link MessageMapper#map} throws.
 */
public interface PartFiles {
    /** The next attachment file ({@code ATT_….dat}). */
    PartOutput attachment() throws IOException;

    /** The OriginalMessageText file, asked for once for each message; empty when nobody wants it. */
    Optional<PartOutput> originalText() throws IOException;

    /** Keeps nothing: files have a size and a digest, and an empty path. */
    static PartFiles discarding() {
        return new PartFiles() {
            @Override
            public PartOutput attachment() {
                return (bytes, offset, length) -> {};
            }

            @Override
            public Optional<PartOutput> originalText() {
                return Optional.empty();
            }
        };
    }
}
