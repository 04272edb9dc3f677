package io.mailroom.event;

import java.io.IOException;
import java.util.List;

/** Where a {@link LoopbackDetector} keeps what it has counted. The owner decides on the file and on syncing. */
public interface LoopbackStore {
    /** What was saved last, line by line; empty when nothing was. */
    List<String> load() throws IOException;

    /** Replaces what was saved. Each line is printable ASCII without line ends, at most 120,000 characters. */
    void save(List<String> lines) throws IOException;

    /** A store that forgets, for detection within one run of the program. */
    static LoopbackStore forgetting() {
        return new LoopbackStore() {
            @Override
            public List<String> load() {
                return List.of();
            }

            @Override
            public void save(List<String> lines) {}
        };
    }
}
