package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The disks of the test kit: what they lose, and what they refuse. */
class DisksTest {
    private static final Path DIRECTORY = Path.of("/d");
    private static final Path FILE = DIRECTORY.resolve("file");

    private final MemoryDisk disk = new MemoryDisk();

    DisksTest() {
        disk.createDirectories(DIRECTORY, "test");
    }

    @Test
    void bytesNotForcedMayBeThereMissingHalfThereOrZeros() throws IOException {
        write(disk, FILE, "safe");
        disk.forceDirectory(DIRECTORY, "test");
        try (DiskFile file = disk.append(FILE, "test")) {
            file.write("lost".getBytes(StandardCharsets.US_ASCII), 0, 4);
        }

        assertThat(contentsAfterPowerCut()).containsExactlyInAnyOrder("safe", "safelo", "safe\0\0\0\0", "safelost");
        assertThat(text(disk, FILE)).as("to a reader all is there").isEqualTo("safelost");
    }

    @Test
    void aNameNotForcedMayBeMissingHoweverSafeTheBytes() throws IOException {
        write(disk, FILE, "safe");

        assertThat(contentsAfterPowerCut()).containsExactlyInAnyOrder("missing", "safe");
        disk.forceDirectory(DIRECTORY, "test");
        assertThat(contentsAfterPowerCut()).containsExactly("safe");
    }

    @Test
    void aRenameNotForcedLeavesTheOldNameOrTheNew() throws IOException {
        write(disk, FILE, "old");
        write(disk, DIRECTORY.resolve("part"), "new");
        disk.forceDirectory(DIRECTORY, "test");
        disk.rename(DIRECTORY.resolve("part"), FILE, "test");

        assertThat(contentsAfterPowerCut()).containsExactlyInAnyOrder("old", "new");
    }

    @Test
    void changesOfOneDirectoryMaySurviveInAnyCombination() throws IOException {
        write(disk, DIRECTORY.resolve("a"), "a");
        write(disk, DIRECTORY.resolve("b"), "b");
        TreeSet<String> names = new TreeSet<>();

        int states = CrashStates.of(disk)
                .visit(100, 1, state -> names.add(state.files().keySet().toString()));

        assertThat(states).isEqualTo(4);
        assertThat(names).containsExactly("[/d/a, /d/b]", "[/d/a]", "[/d/b]", "[]");
    }

    @Test
    void theExtremesComeFirstWhenThereAreTooManyStates() throws IOException {
        for (int i = 0; i < 30; i++) {
            write(disk, DIRECTORY.resolve("file" + i), "x");
        }
        TreeSet<Integer> counts = new TreeSet<>();

        CrashStates.of(disk).visit(200, 1, state -> counts.add(state.files().size()));

        assertThat(CrashStates.of(disk).combinations()).isEqualTo(1 << 30);
        assertThat(counts).contains(0, 1, 29, 30).hasSizeGreaterThan(8);
    }

    @Test
    void memoryBehavesAsADiskDoes() throws IOException {
        write(disk, FILE, "text");

        assertThatThrownBy(() -> disk.create(FILE, "test")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.read(DIRECTORY, "test")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.read(Path.of("/no"), "test")).isInstanceOf(NoSuchFileException.class);
        assertThat(disk.delete(Path.of("/no"), "test")).isFalse();
        assertThat(disk.entry(FILE, "test").orElseThrow().sizeBytes()).isEqualTo(4);
        disk.mount(DIRECTORY);
        disk.createDirectories(Path.of("/other"), "test");
        assertThatThrownBy(() -> disk.rename(FILE, Path.of("/other/file"), "test"))
                .isInstanceOf(AtomicMoveNotSupportedException.class);
        assertThat(disk.lock(Path.of("/d/lock"), "test")).isPresent();
        assertThat(disk.lock(Path.of("/d/lock"), "test")).isEmpty();
        assertThat(disk.processDied().lock(Path.of("/d/lock"), "test")).isPresent();
    }

    @Test
    void aFullDiskTakesWhatFitsAndThenRefuses() throws IOException {
        disk.capacity(6);
        write(disk, FILE, "four");

        try (DiskFile file = disk.append(FILE, "test")) {
            assertThatThrownBy(() -> file.write(new byte[] {1, 2, 3}, 0, 3)).hasMessage("No space left on device");
        }

        assertThat(disk.entry(FILE, "test").orElseThrow().sizeBytes()).isEqualTo(6);
        assertThat(disk.usableBytes(DIRECTORY, "test")).isZero();
        disk.delete(FILE, "test");
        assertThat(disk.usableBytes(DIRECTORY, "test")).isEqualTo(6);
    }

    @Test
    void everyStepHasANumberAndAName() throws IOException {
        FaultyDisk faulty = FaultyDisk.around(disk);

        write(faulty, FILE, "text");

        assertThat(faulty.stepNames()).containsExactly("test.create", "test.write", "test.force", "test.close");
    }

    @Test
    void aStepFailsOnceOrFromThenOn() throws IOException {
        FaultyDisk once = FaultyDisk.around(disk).failAt(2, DiskFaults::noSpace);
        assertThatThrownBy(() -> write(once, FILE, "text")).hasMessage("No space left on device");
        once.delete(FILE, "test");
        write(once, FILE, "text");
        FaultyDisk always = FaultyDisk.around(disk).failFrom(1, DiskFaults::ioError);

        assertThatThrownBy(() -> always.delete(FILE, "test")).hasMessage("Input/output error");
        assertThatThrownBy(() -> always.delete(FILE, "test")).hasMessage("Input/output error");
        assertThat(always.healed().delete(FILE, "test")).isTrue();
    }

    @Test
    void nothingHasAnEffectAfterACrash() {
        FaultyDisk before = FaultyDisk.around(disk).crashBefore(2);
        assertThatThrownBy(() -> write(before, FILE, "text")).isInstanceOf(SimulatedCrash.class);
        assertThatThrownBy(() -> before.delete(FILE, "test")).isInstanceOf(SimulatedCrash.class);

        assertThat(disk.files())
                .hasEntrySatisfying(FILE, content -> assertThat(content).isEmpty());
        assertThat(before.isDead()).isTrue();
    }

    @Test
    void aTornWriteLeavesItsFirstBytes() throws IOException {
        FaultyDisk torn = FaultyDisk.around(disk).tearWriteAt(2, 3);

        assertThatThrownBy(() -> write(torn, FILE, "text")).isInstanceOf(SimulatedCrash.class);

        assertThat(text(disk, FILE)).isEqualTo("tex");
    }

    @Test
    void aLyingDiskForcesNothing() throws IOException {
        FaultyDisk lying = FaultyDisk.around(disk).lying();

        write(lying, FILE, "text");
        lying.forceDirectory(DIRECTORY, "test");

        assertThat(disk.durableFiles()).isEmpty();
    }

    private TreeSet<String> contentsAfterPowerCut() {
        TreeSet<String> contents = new TreeSet<>();
        CrashStates.of(disk).visit(1_000, 1, state -> {
            Map<Path, byte[]> files = state.files();
            contents.add(files.containsKey(FILE) ? new String(files.get(FILE), StandardCharsets.US_ASCII) : "missing");
        });
        return contents;
    }

    private static void write(Disk on, Path path, String text) throws IOException {
        try (DiskFile file = on.create(path, "test")) {
            file.write(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
            file.force();
        }
    }

    private static String text(Disk on, Path path) throws IOException {
        return new String(SmallFile.read(on, path, 1_000, "test"), StandardCharsets.US_ASCII);
    }
}
