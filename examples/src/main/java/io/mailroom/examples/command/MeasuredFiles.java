package io.mailroom.examples.command;

import io.mailroom.event.PartFiles;
import io.mailroom.mime.PartOutput;
import java.util.Optional;

/** Files that are only measured: they have a size and a digest, and are nowhere. */
final class MeasuredFiles implements PartFiles {
    @Override
    public PartOutput attachment() {
        return (bytes, offset, length) -> {};
    }

    @Override
    public Optional<PartOutput> originalText() {
        return Optional.of(attachment());
    }
}
