package io.mailroom.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.SpoolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found out about the file systems of the spool before anything is stored on them. Fault F-10. */
class FileSystemsTest {
    @TempDir
    private Path directory;

    /** A disk of which a test says what kind it is, and which is tried out each time. */
    private static class Strange extends ForwardingDisk {
        private final String type;

        Strange(String type) {
            super(new LocalDisk());
            this.type = type;
        }

        @Override
        public DiskKind kind(Path directory, String label) {
            return DiskKind.of(type);
        }

        @Override
        public boolean tryOut(Path directory, String label) throws IOException {
            FileSystemTrial.in(this, directory);
            return true;
        }
    }

    private List<String> doubts(Disk disk, Path... directories) {
        return FileSystems.doubts(disk, List.of(directories), "support@example.com");
    }

    @Test
    void aFileSystemThatDoesAllIsUsedWithoutAWordAndKeepsNoTraceOfTheTrial() {
        assertThat(doubts(new Strange("ext4"), directory)).isEmpty();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileSystemOnTheNetworkIsToldOnceWithAllItsDirectories() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));

        assertThat(doubts(new Strange("nfs4"), directory, other))
                .singleElement()
                .asString()
                .startsWith(directory + ", " + other + " are on nfs4, a file system on the network")
                .contains("Durability is not guaranteed", "use a disk of this machine");
    }

    @Test
    void memoryLayersAndOldFileSystemsAreDoubtedEachInItsWords() {
        assertThat(DiskKind.of("tmpfs").doubt()).contains("gone when the machine ends");
        assertThat(DiskKind.of("overlay").doubt()).contains("Mount a volume");
        assertThat(DiskKind.of("vfat").doubt()).contains("no journal");
        assertThat(DiskKind.of("fuse.sshfs").doubt()).contains("not known");
        assertThat(List.of("ext4", "xfs", "btrfs", "zfs", "NTFS", "apfs"))
                .allMatch(type -> DiskKind.of(type).doubt().isEmpty());
    }

    @Test
    void whereNoLockIsToBeHadTheErrorNamesDirectoryFileSystemAndWhatToDo() {
        Disk disk = new Strange("nfs") {
            @Override
            public Optional<DiskLock> lock(Path file, String label) throws IOException {
                throw new IOException("No locks available");
            }
        };

        assertThatThrownBy(() -> doubts(disk, directory))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("support@example.com")
                .hasMessageContaining(directory + ": trying out the directory, which is on nfs, failed: locking a file"
                        + " does not work: No locks available")
                .hasMessageContaining("such as ext4, xfs or btrfs");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aRenameThatCopiesIsFoundOut() {
        Disk disk = new Strange("odd") {
            @Override
            public void rename(Path from, Path to, String label) throws IOException {
                Files.copy(from, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        };

        assertThatThrownBy(() -> doubts(disk, directory))
                .hasMessageContaining("putting a file in the place of another does not work: the old name is still");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void namesThatMayNotBeLongAreFoundOut() {
        Disk disk = new Strange("ecryptfs") {
            @Override
            public DiskFile create(Path file, String label) throws IOException {
                if (file.getFileName().toString().length() > 143) {
                    throw new IOException("File name too long");
                }
                return super.create(file, label);
            }
        };

        assertThatThrownBy(() -> doubts(disk, directory))
                .hasMessageContaining("a file name of 244 letters does not work: File name too long");
    }

    @Test
    void aFullDiskIsNoFaultOfTheFileSystem() {
        Disk disk = new Strange("ext4") {
            @Override
            public DiskFile create(Path file, String label) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThat(doubts(disk, directory)).isEmpty();
    }

    @Test
    void aDirectoryIsTriedOnceInTheLifeOfTheProcess() throws IOException {
        LocalDisk disk = new LocalDisk();
        assertThat(disk.tryOut(directory, "test")).isTrue();
        long before = Files.getLastModifiedTime(directory).toMillis();
        Files.setLastModifiedTime(directory, java.nio.file.attribute.FileTime.fromMillis(before - 60_000));

        assertThat(disk.tryOut(directory, "test")).isFalse();

        assertThat(Files.getLastModifiedTime(directory).toMillis()).isEqualTo(before - 60_000);
    }
}
