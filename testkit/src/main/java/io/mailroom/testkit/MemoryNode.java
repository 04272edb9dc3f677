package io.mailroom.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a name of a {@link MemoryDisk} stands for. */
abstract sealed class MemoryNode {
    /** Bytes that a reader sees, and those of them that a power cut leaves. */
    static final class File extends MemoryNode {
        private byte[] content = new byte[0];
        private int length;
        private byte[] durable = new byte[0];
        private boolean dirty;
        private Instant modified = Instant.EPOCH;

        void append(byte[] bytes, int offset, int count, Instant when) {
            if (length + count > content.length) {
                content = Arrays.copyOf(content, Math.max(length + count, 2 * content.length));
            }
            System.arraycopy(bytes, offset, content, length, count);
            length += count;
            dirty |= count > 0;
            modified = when;
        }

        void force() {
            if (dirty) {
                durable = bytes();
                dirty = false;
            }
        }

        byte[] bytes() {
            return Arrays.copyOf(content, length);
        }

        int read(int position, byte[] into, int offset, int count) {
            int most = Math.min(count, length - position);
            if (most > 0) {
                System.arraycopy(content, position, into, offset, most);
            }
            return most;
        }

        int length() {
            return length;
        }

        byte[] durable() {
            return durable;
        }

        boolean isDirty() {
            return dirty;
        }

        Instant modified() {
            return modified;
        }

        /** The bytes are shared and never changed: what is appended goes to a copy. */
        static File durable(byte[] bytes, Instant modified) {
            File file = new File();
            file.content = bytes;
            file.length = bytes.length;
            file.durable = bytes;
            file.modified = modified;
            return file;
        }
    }

    /** Names that a reader sees, those that were last forced, and the changes in between. */
    static final class Directory extends MemoryNode {
        private final Map<String, MemoryNode> entries = new TreeMap<>();
        private final Map<String, MemoryNode> durable = new HashMap<>();
        private final List<Map<String, @Nullable MemoryNode>> changes = new ArrayList<>();

        @Nullable
        MemoryNode get(String name) {
            return entries.get(name);
        }

        /** One change that takes place as a whole or not at all; a name without a node goes. */
        void change(Map<String, @Nullable MemoryNode> change) {
            apply(change, entries);
            changes.add(new LinkedHashMap<>(change));
        }

        void addDurably(String name, MemoryNode node) {
            entries.put(name, node);
            durable.put(name, node);
        }

        void force() {
            durable.clear();
            durable.putAll(entries);
            changes.clear();
        }

        Map<String, MemoryNode> entries() {
            return entries;
        }

        Map<String, MemoryNode> durableEntries() {
            return durable;
        }

        int pending() {
            return changes.size();
        }

        /** The names after a power cut that let only some of the pending changes through. */
        Map<String, MemoryNode> afterPowerCut(boolean[] through) {
            Map<String, MemoryNode> names = new TreeMap<>(durable);
            for (int i = 0; i < through.length; i++) {
                if (through[i]) {
                    apply(changes.get(i), names);
                }
            }
            return names;
        }

        private static void apply(Map<String, @Nullable MemoryNode> change, Map<String, MemoryNode> names) {
            change.forEach((name, node) -> {
                if (node == null) {
                    names.remove(name);
                } else {
                    names.put(name, node);
                }
            });
        }
    }
}
