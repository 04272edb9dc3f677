package io.mailroom.imap;

/**
 * What an account may do with a folder.
 *
 * @param letters as the server tells them (RFC 4314 section 2.1; {@code c} and {@code d} are those of RFC 2086)
 */
record FolderRights(String letters) {
    boolean mayRead() {
        return has('r');
    }

    /** Marking and expunging. */
    boolean mayDelete() {
        return has('d') || has('t') && has('e');
    }

    boolean mayInsert() {
        return has('i');
    }

    /** Making folders in it. */
    boolean mayCreate() {
        return has('k') || has('c');
    }

    private boolean has(char right) {
        return letters.indexOf(right) >= 0;
    }
}
