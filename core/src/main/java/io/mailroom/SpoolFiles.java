package io.mailroom;

import io.mailroom.internal.housekeeping.Inventory;
import java.util.List;
import java.util.function.Consumer;

/**
 * What lies in the directories of the profiles, what it belongs to, and what belongs to nothing. Whether polling runs or not;
 * looking changes nothing. Usable from any thread.
 */
public final class SpoolFiles {
    private final Inventory inventory;

    SpoolFiles(Inventory inventory) {
        this.inventory = inventory;
    }

    /**
     * Looks at every file, in memory for the names that events name and for no others.
     *
     * @param each takes the files, one after the other
     * @return the directories they are in
     * @throws SpoolException when the disk fails
     */
    public List<SpoolDirectory> look(Consumer<SpoolFile> each) {
        return inventory.look(each);
    }

    /**
     * Removes a file that belongs to nothing.
     *
     * @return false when it is gone already
     * @throws IllegalArgumentException when it is not {@link SpoolFile#removable()}
     * @throws SpoolException when the disk fails
     */
    public boolean remove(SpoolFile file) {
        if (!file.removable()) {
            throw new IllegalArgumentException(file.file() + " belongs to "
                    + (file.isOwned() ? file.owner() : "nobody known, and may be the last copy of a message"));
        }
        return inventory.remove(file);
    }
}
