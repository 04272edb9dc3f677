package io.mailroom.internal.host;

import io.mailroom.event.EventFields;
import io.mailroom.event.LocalFiles;
import io.mailroom.spi.ServiceEvent;
import io.mailroom.spool.FileStore;
import io.mailroom.spool.SpoolFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of queued events on their way into the file store and back. Usable from any thread. */
record StoredFiles(FileStore store) {
    private static final int ID_LENGTH = 32;

    /**
     * Copies the files of an event into the store.
     *
     * @return field name and name in the store; empty without a store
     * @throws io.mailroom.SpoolException when the store takes one of them not
     */
    Map<String, String> put(String profile, ServiceEvent event) {
        Map<String, String> names = new LinkedHashMap<>();
        if (store == FileStore.NONE) {
            return names;
        }
        LocalFiles.of(LocalFiles.announce(event.fields())).forEach((field, file) -> {
            if (event.files().contains(Path.of(file))) { // the stored message stays where the profile keeps it
                names.put(field, putOne(profile, event.eventId().substring(0, ID_LENGTH) + "_" + field, Path.of(file)));
            }
        });
        return names;
    }

    private String putOne(String profile, String key, Path file) {
        try {
            return store.put(key, file);
        } catch (IOException e) {
            throw SpoolFailure.of(profile, file, "moving the file to the file store", e);
        }
    }

    /** False when the event's files are in a store and there is none here. */
    boolean areReachable(EventRecord record) {
        return record.stored().isEmpty() || store != FileStore.NONE;
    }

    /** The fields with a path for each name in the store. */
    EventFields found(EventRecord record) {
        Map<String, String> paths = new LinkedHashMap<>();
        record.fields().asMap().forEach((field, value) -> {
            if (record.stored().contains(value)) {
                find(record.profile(), value, field, paths);
            }
        });
        return paths.isEmpty() ? record.fields() : record.fields().with(paths);
    }

    private void find(String profile, String name, String field, Map<String, String> paths) {
        try {
            store.find(name).ifPresent(path -> paths.put(field, path.toString()));
        } catch (IOException e) {
            throw SpoolFailure.of(profile, Path.of(name), "finding the file in the file store", e);
        }
    }
}
