package io.mailroom.internal.housekeeping;

import io.mailroom.internal.queue.EventName;
import io.mailroom.internal.queue.EventQueue;
import io.mailroom.spool.Disk;
import io.mailroom.spool.MailboxLock;
import io.mailroom.spool.SafeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What names files: the events of all queues, and the mailboxes that look after the files of their services. Both are found
 * out when they are first asked for; a file that was settled before that, and that none of them knows, is nobody's. One
 * thread.
 */
final class Owners {
    private static final String LABEL = "inventory";

    private final Disk disk;
    private final Collection<Path> incoming;
    private final Collection<EventQueue> queues;
    private final Map<Path, Set<String>> stems = new HashMap<>();
    private @Nullable Map<Path, String> byFile;
    private @Nullable Map<String, String> byTag;
    private String damaged = "";

    /** @param incoming directories with owner files */
    Owners(Disk disk, Collection<Path> incoming, Collection<EventQueue> queues) {
        this.disk = disk;
        this.incoming = incoming;
        this.queues = queues;
    }

    private Map<Path, String> byFile() {
        Map<Path, String> known = byFile;
        if (known == null) {
            known = new HashMap<>();
            for (EventQueue queue : queues) {
                add(queue, known);
            }
            byFile = known;
        }
        return known;
    }

    private void add(EventQueue queue, Map<Path, String> known) {
        List<EventName> unreadable = queue.eachHeader((name, header) -> {
            String event = "event " + name.stem() + " of " + groupOf(queue) + ", " + word(name);
            header.files().forEach(file -> known.put(file, event));
        });
        if (!unreadable.isEmpty()) {
            damaged = unreadable.get(0).fileName();
        }
    }

    private Map<String, String> byTag() {
        Map<String, String> known = byTag;
        if (known == null) {
            known = new HashMap<>();
            for (Path directory : incoming) {
                known.putAll(tagsIn(directory));
            }
            byTag = known;
        }
        return known;
    }

    private Map<String, String> tagsIn(Path directory) {
        try {
            return disk.entry(directory, LABEL).isPresent() ? MailboxLock.tagsByMailbox(disk, directory) : Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True for a file that exists. */
    boolean isThere(Path file) {
        try {
            return disk.entry(file, LABEL).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True when an event of this stem is in that directory, in whatever state. */
    boolean isEventThere(Path stem) {
        return stems.computeIfAbsent(stem.getParent(), this::stemsIn)
                .contains(stem.getFileName().toString());
    }

    private Set<String> stemsIn(Path queue) {
        Set<String> found = new HashSet<>();
        try (Disk.Listing names = disk.list(queue, LABEL)) {
            while (names.hasNext()) {
                EventName.parse(names.next().getFileName().toString()).ifPresent(event -> found.add(event.stem()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** For people: {@code account on server}, of {@code A_B} in a file name. */
    static String inWords(String mailbox) {
        int between = mailbox.indexOf('_');
        return between < 0
                ? mailbox
                : readable(mailbox.substring(between + 1)).replace('\0', ' ') + " on "
                        + readable(mailbox.substring(0, between));
    }

    private static String readable(String escaped) {
        try {
            return SafeName.unescape(escaped);
        } catch (IllegalArgumentException e) {
            return escaped; // shortened
        }
    }

    static String groupOf(EventQueue queue) {
        return readable(queue.directory().getFileName().toString());
    }

    static String word(EventName name) {
        return name.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The event that names a file. */
    Optional<String> eventOf(Path file) {
        return Optional.ofNullable(byFile().get(file));
    }

    /** The mailbox that looks after the files of a service. */
    Optional<String> mailboxOf(String tag) {
        return Optional.ofNullable(byTag().get(tag)).map(mailbox -> "mailbox " + inWords(mailbox));
    }

    /** An event file that cannot be read, so that nobody knows what it names; empty when there is none. */
    String damagedEvent() {
        byFile();
        return damaged;
    }
}
