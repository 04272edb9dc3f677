package io.mailroom.internal.inbound;

import io.mailroom.spi.MessageRef;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.OpenMessages.OpenMessage;
import io.mailroom.spool.SeenRecord;
import io.mailroom.spool.SpoolName;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A message that lies whole and durable in Incoming.
 *
 * @param storedUid the server's id as {@link SeenRecord#store} spells it
 * @param listedBytes the size a listing shows; that of the file when the server does not say
 * @param number of the message in its service; part of the names of its files
 * @param file the raw message
 * @param digest of its bytes
 */
record StoredMessage(String storedUid, long listedBytes, long number, Path file, ContentDigest digest) {

    static StoredMessage of(MessageRef ref, long number, Path file, long sizeBytes, ContentDigest digest) {
        long listed = ref.sizeBytes() >= 0 ? ref.sizeBytes() : sizeBytes;
        return new StoredMessage(SeenRecord.store(ref.uid()), listed, number, file, digest);
    }

    static StoredMessage of(OpenMessage open, long number, Path file) {
        return new StoredMessage(open.storedUid(), Math.max(0, open.listedBytes()), number, file, open.digest());
    }

    /** How files of the service that stored it are named; empty when its name is none of ours. */
    Optional<SpoolName> names() {
        return SpoolName.parse(leafName()).map(SpoolName.Parsed::names);
    }

    String leafName() {
        return file.getFileName().toString();
    }

    OpenMessage asOpen() {
        return new OpenMessage(leafName(), storedUid, listedBytes, digest, false);
    }

    SeenRecord asRecord(SeenRecord.State state) {
        return new SeenRecord(state, storedUid, Math.min(listedBytes, SeenRecord.MAX_SIZE_BYTES), digest.brief());
    }
}
