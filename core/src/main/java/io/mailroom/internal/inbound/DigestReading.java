package io.mailroom.internal.inbound;

import io.mailroom.spi.MessageRef;
import io.mailroom.spi.RetrievalSink;
import io.mailroom.spool.ContentDigest;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads messages for their digests alone, to tell known ones from new ones under the same id. */
final class DigestReading implements RetrievalSink {
    private final Map<MessageRef, ContentDigest> digests = new LinkedHashMap<>();
    private final MessageDigest sha256 = ContentDigest.newSha256();

    @Override
    public void begin(MessageRef message) {
        sha256.reset();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        sha256.update(bytes, offset, length);
    }

    @Override
    public void complete(MessageRef message) {
        digests.put(message, ContentDigest.finish(sha256));
    }

    @Override
    public void refused(MessageRef message, String reply) {
        // nothing is known of it, so nothing is done to it
    }

    Map<MessageRef, ContentDigest> digests() {
        return digests;
    }
}
