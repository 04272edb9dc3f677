package io.mailroom.internal.inbound;

import io.mailroom.spi.MessageRef;
import io.mailroom.spi.RetrievalSink;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.Draft;
import io.mailroom.spool.Spool;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes one group of messages from the server to Incoming: drafts while they stream (M1), then whole files, forced
 * and renamed as a group with the directory forced once (M2, barrier B1).
 */
final class Intake implements RetrievalSink {
    private final ServiceFiles files;
    private final long mostBytes;
    private final List<Fetched> fetched = new ArrayList<>();
    private final Map<MessageRef, String> refusals = new LinkedHashMap<>();
    private final MessageDigest sha256 = ContentDigest.newSha256();
    private @Nullable Draft draft;
    private @Nullable MessageRef atWork;

    private record Fetched(MessageRef ref, long number, Draft draft, ContentDigest digest) {}

    /** @param mostBytes largest message that may be stored */
    Intake(ServiceFiles files, long mostBytes) {
        this.files = files;
        this.mostBytes = mostBytes;
    }

    @Override
    public void begin(MessageRef message) throws IOException {
        atWork = message;
        draft = files.incoming(files.nextMessageNumber());
        sha256.reset();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (draft.sizeBytes() + length > mostBytes) {
            throw new MessageTooLargeException("larger than " + mostBytes + " bytes");
        }
        draft.write(bytes, offset, length);
        sha256.update(bytes, offset, length);
    }

    @Override
    public void complete(MessageRef message) throws IOException {
        draft.close();
        fetched.add(new Fetched(message, files.messageNumber(), draft, ContentDigest.finish(sha256)));
        draft = null;
        atWork = null;
    }

    @Override
    public void refused(MessageRef message, String reply) throws IOException {
        refusals.put(message, reply);
        if (draft != null) {
            draft.discard();
            draft = null;
        }
    }

    /** The message begun last and not complete. */
    Optional<MessageRef> atWork() {
        return Optional.ofNullable(atWork);
    }

    /** What the server would not give, with its words. */
    Map<MessageRef, String> refusals() {
        return refusals;
    }

    /** Of everything fetched. */
    Set<ContentDigest> digests() {
        return fetched.stream().map(Fetched::digest).collect(Collectors.toSet());
    }

    /** Makes everything fetched whole and durable. */
    Map<MessageRef, StoredMessage> commit(Spool spool) {
        Map<MessageRef, StoredMessage> stored = new LinkedHashMap<>();
        if (!fetched.isEmpty()) {
            spool.commit(fetched.stream().map(Fetched::draft).toList());
        }
        for (Fetched each : fetched) {
            stored.put(
                    each.ref(),
                    StoredMessage.of(
                            each.ref(),
                            each.number(),
                            each.draft().target(),
                            each.draft().sizeBytes(),
                            each.digest()));
        }
        return stored;
    }

    /** Removes what was fetched: the session breaks before anything was marked deleted, so all of it comes again. */
    void discard(Spool spool) {
        List<Draft> drafts =
                new ArrayList<>(fetched.stream().map(Fetched::draft).toList());
        if (draft != null) {
            drafts.add(draft);
        }
        spool.discard(drafts); // what cannot be removed now is removed at the next start
    }
}
