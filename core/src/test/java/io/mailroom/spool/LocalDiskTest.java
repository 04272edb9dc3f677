package io.mailroom.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {
    private static final byte[] MAIL = "mail".getBytes(StandardCharsets.US_ASCII);

    private final Disk disk = new LocalDisk();

    @TempDir
    private Path directory;

    @Test
    void filesAndDirectoriesBelongToTheirOwnerAlone() throws IOException {
        assumePosix();

        disk.createDirectories(directory.resolve("a/b"), "test");
        disk.create(directory.resolve("a/b/file"), "test").close();

        assertThat(mode("a")).isEqualTo("rwx------");
        assertThat(mode("a/b")).isEqualTo("rwx------");
        assertThat(mode("a/b/file")).isEqualTo("rw-------");
        assertThat(disk.entry(directory.resolve("a/b/file"), "test")
                        .orElseThrow()
                        .access())
                .matches(DiskEntry.Access::ours)
                .matches(access -> !access.groupWritable() && !access.worldWritable());
    }

    @Test
    void nothingThatHasTheNameAlreadyIsFollowedOrOverwritten() throws IOException {
        assumePosix();
        Path secret = Files.write(directory.resolve("secret"), MAIL);
        Path link = Files.createSymbolicLink(directory.resolve("link"), secret);
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nowhere"));

        assertThatThrownBy(() -> disk.create(secret, "test")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.create(link, "test")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.create(dangling, "test")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.append(link, "test")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.read(link, "test")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.lock(link, "test")).isInstanceOf(IOException.class);
        assertThat(directory.resolve("nowhere")).doesNotExist();
        assertThat(secret).hasBinaryContent(MAIL);
    }

    @Test
    void appendingGoesOnWhereTheFileEnded() throws IOException {
        Path file = directory.resolve("file");
        try (DiskFile first = disk.append(file, "test")) {
            first.write(MAIL, 0, MAIL.length);
            first.force();
        }

        try (DiskFile second = disk.append(file, "test")) {
            assertThat(second.size()).isEqualTo(4);
            second.write(MAIL, 1, 2);
            assertThat(second.size()).isEqualTo(6);
        }

        assertThat(SmallFile.read(disk, file, 10, "test")).asString().isEqualTo("mailai");
    }

    @Test
    void anInterruptNeitherBreaksAStepOffNorIsLost() throws IOException {
        Path file = directory.resolve("file");

        Thread.currentThread().interrupt();
        try (DiskFile out = disk.create(file, "test")) {
            out.write(MAIL, 0, MAIL.length);
            out.force();
        }
        disk.forceDirectory(directory, "test");
        disk.rename(file, directory.resolve("renamed"), "test");
        boolean interrupted = Thread.interrupted();

        assertThat(interrupted).isTrue();
        assertThat(directory.resolve("renamed")).hasBinaryContent(MAIL);
    }

    @Test
    void readingDoesNotStopAtAnInterruptEither() throws IOException {
        Path file = Files.write(directory.resolve("file"), MAIL);

        Thread.currentThread().interrupt();
        byte[] content = SmallFile.read(disk, file, 10, "test");
        boolean interrupted = Thread.interrupted();

        assertThat(interrupted).isTrue();
        assertThat(content).isEqualTo(MAIL);
    }

    @Test
    void aLockIsHeldUntilItIsClosed() throws IOException {
        Path file = directory.resolve("lock");

        DiskLock lock = disk.lock(file, "test").orElseThrow();
        Optional<DiskLock> second = disk.lock(file, "test");
        lock.close();
        lock.close();
        Optional<DiskLock> third = disk.lock(file, "test");

        assertThat(second).isEmpty();
        assertThat(third).isPresent();
        third.get().close();
    }

    @Test
    void whatIsNotThereIsSaidToBeMissing() throws IOException {
        assertThat(disk.entry(directory.resolve("missing"), "test")).isEmpty();
        assertThat(disk.delete(directory.resolve("missing"), "test")).isFalse();
        assertThatThrownBy(() -> disk.read(directory.resolve("missing"), "test"))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.read(directory, "test")).isInstanceOf(IOException.class);
        assertThat(disk.usableBytes(directory, "test")).isPositive();
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
    }

    private static void assumePosix() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "needs POSIX modes");
    }
}
