package io.mailroom.internal.inbound;

import io.mailroom.event.PartFiles;
import io.mailroom.mime.PartOutput;
import io.mailroom.spool.Draft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of one event while they are written: drafts in Incoming, named after the message. */
final class PartDrafts implements PartFiles {
    private final ServiceFiles files;
    private final StoredMessage message;
    private final List<Draft> drafts = new ArrayList<>();

    PartDrafts(ServiceFiles files, StoredMessage message) {
        this.files = files;
        this.message = message;
    }

    @Override
    public PartOutput attachment() throws IOException {
        return add(files.attachment(message, drafts.size()));
    }

    @Override
    public Optional<PartOutput> originalText() throws IOException {
        return Optional.of(add(files.originalText(message, drafts.size())));
    }

    List<Draft> drafts() {
        return drafts;
    }

    private PartOutput add(Draft draft) {
        drafts.add(draft);
        return new DraftOutput(draft);
    }

    private record DraftOutput(Draft draft) implements PartOutput {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            draft.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            draft.close();
        }

        @Override
        public Optional<Path> location() {
            return Optional.of(draft.target());
        }
    }
}
