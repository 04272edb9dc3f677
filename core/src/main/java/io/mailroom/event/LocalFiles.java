package io.mailroom.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of an event that is handled elsewhere (contract section 6, {@code LocalFileToGlobal%d}). Entries
 * {@code tag|file} are numbered from 0 without a gap; whoever moves the file to the shared store sets the field
 * <i>tag</i> to its new name.
 */
public final class LocalFiles {
    private static final String PREFIX = EventFields.LOCAL_FILE_TO_GLOBAL.replace("%d", "");

    private LocalFiles() {}

    /** The fields with an entry for each file they name: the stored original, then the numbered files. */
    public static EventFields announce(EventFields fields) {
        Map<String, String> entries = new LinkedHashMap<>();
        name(fields, EventFields.ORIG_MSG_FILE, entries);
        for (int i = 0;
                fields.find(EventFields.numbered(EventFields.FILE_PATH, i)).isPresent();
                i++) {
            name(fields, EventFields.numbered(EventFields.FILE_PATH, i), entries);
        }
        EventFields.Builder announced = EventFields.builder();
        withoutEntries(fields).forEach((name, value) -> {
            announced.put(name, value);
            if (name.equals(EventFields.ORIG_MSG_FILE)) {
                entries.forEach(announced::put);
            }
        });
        return announced.build();
    }

    private static void name(EventFields fields, String tag, Map<String, String> entries) {
        String file = fields.get(tag);
        if (!file.isEmpty()) {
            entries.put(PREFIX + entries.size(), tag + "|" + file);
        }
    }

    /** The entries of an event as tag and file, in order, up to the first gap. */
    public static Map<String, String> of(EventFields fields) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; ; i++) {
            Optional<String> entry = fields.find(EventFields.numbered(EventFields.LOCAL_FILE_TO_GLOBAL, i));
            int bar = entry.orElse("").indexOf('|');
            if (bar < 0) {
                return files;
            }
            files.put(entry.get().substring(0, bar), entry.get().substring(bar + 1));
        }
    }

    /** The fields once the files were moved: each tag has its new name, and the entries are gone. */
    public static EventFields moved(EventFields fields, Map<String, String> newNames) {
        return EventFields.of(withoutEntries(fields)).with(newNames);
    }

    private static Map<String, String> withoutEntries(EventFields fields) {
        Map<String, String> rest = new LinkedHashMap<>(fields.asMap());
        rest.keySet().removeIf(name -> name.startsWith(PREFIX));
        return rest;
    }
}
