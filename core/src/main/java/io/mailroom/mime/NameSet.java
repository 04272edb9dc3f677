package io.mailroom.mime;

/** At most 32 field names, to be told from others at the first look: by length and first letter. Immutable. */
final class NameSet {
    private static final int SLOTS = 64;

    private final String[] names;
    /** By slot, one bit for each name that may lie there. */
    private final int[] candidates = new int[SLOTS];

    NameSet(String... names) {
        if (names.length > Integer.SIZE) {
            throw new IllegalArgumentException("At most " + Integer.SIZE + " names, not " + names.length);
        }
        this.names = names.clone();
        for (int i = 0; i < names.length; i++) {
            candidates[slot(names[i].length(), names[i].charAt(0))] |= 1 << i;
        }
    }

    private static int slot(int length, int first) {
        return length * 7 + (first | 0x20) & SLOTS - 1;
    }

    String at(int name) {
        return names[name];
    }

    /** Which of the names {@code bytes[from..to)} is, whatever its case; -1 for none. */
    int find(byte[] bytes, int from, int to) {
        int left = from < to ? candidates[slot(to - from, bytes[from])] : 0;
        while (left != 0) {
            int name = Integer.numberOfTrailingZeros(left);
            if (isName(bytes, from, to, names[name])) {
                return name;
            }
            left &= left - 1;
        }
        return -1;
    }

    /** True for this name, whatever the case of either. */
    static boolean isName(byte[] bytes, int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int sent = bytes[i];
            int asked = name.charAt(i - from);
            if (sent != asked && lower(sent) != lower(asked)) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
