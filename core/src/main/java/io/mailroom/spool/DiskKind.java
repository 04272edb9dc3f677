package io.mailroom.spool;

import java.util.Locale;
import java.util.Set;

/**
 * What kind of file system a directory is on, and what of our promises does not hold there.
 *
 * @param type as the system calls it, such as {@code ext4}; empty when not known
 * @param doubt what may be lost on it and what to do, to follow "DIRECTORY is on"; empty when nothing speaks against it
 */
public record DiskKind(String type, String doubt) {
    /** Nothing is known. */
    public static final DiskKind UNKNOWN = new DiskKind("", "");

    private static final Set<String> NETWORK = Set.of(
            "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "davfs", "webdav");
    private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs", "rootfs");
    private static final Set<String> LAYERS = Set.of("overlay", "overlayfs", "aufs");
    private static final Set<String> WITHOUT_JOURNAL = Set.of("vfat", "msdos", "exfat", "ext2");

    /** What is known of a type. */
    public static DiskKind of(String type) {
        return new DiskKind(type, doubt(type.toLowerCase(Locale.ROOT)));
    }

    private static String doubt(String type) {
        if (NETWORK.contains(type)) {
            return type
                    + ", a file system on the network: what was forced there may be lost all the same, and a lock may"
                    + " not hold between machines. Durability is not guaranteed; use a disk of this machine.";
        }
        if (type.startsWith("fuse")) {
            return type
                    + ", a file system of a program: whether it keeps what was forced is not known. Durability is not"
                    + " guaranteed; use a disk of this machine.";
        }
        if (MEMORY.contains(type)) {
            return type + ", in memory: mail is gone when the machine ends. Use a disk.";
        }
        if (LAYERS.contains(type)) {
            return type + ", a layer of a container: mail goes with the container. Mount a volume there.";
        }
        if (WITHOUT_JOURNAL.contains(type)) {
            return type + ", which has no journal: a power cut may damage any file on it. Use another file system.";
        }
        return "";
    }
}
