package io.mailroom.testkit;

import java.nio.file.Path;
import java.util.List;

/** Says what is in a spool, without the files that are no messages: locks, owners, indexes of ids, the key. */
public final class SpoolContent {
    private SpoolContent() {}

    /** Files of messages and events, whole or not. */
    public static List<Path> ofMessages(MemoryDisk disk) {
        return disk.files().keySet().stream()
                .filter(SpoolContent::isOfMessage)
                .sorted()
                .toList();
    }

    private static boolean isOfMessage(Path file) {
        String name = file.getFileName().toString();
        return !name.endsWith(".ids")
                && !name.endsWith(".owner")
                && !name.endsWith(".lock")
                && !name.endsWith(".lease")
                && !name.equals("loop.key")
                && !name.startsWith("Senders_");
    }
}
