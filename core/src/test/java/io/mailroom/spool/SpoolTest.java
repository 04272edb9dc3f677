package io.mailroom.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.SpoolException;
import io.mailroom.spool.SpoolDirectories.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final byte[] MAIL = "mail".getBytes(StandardCharsets.US_ASCII);

    private final Disk disk = new LocalDisk();
    private final SpoolName names = new SpoolName(1, 1, 1, Instant.EPOCH);

    @TempDir
    private Path home;

    @Test
    void theSixDirectoriesAreMadeForTheirOwnerAlone() throws IOException {
        assumePosix();

        Spool spool = open();

        for (Place place : Place.values()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool.directory(place))))
                    .isEqualTo("rwx------");
        }
        assertThat(spool.warnings()).noneMatch(warning -> warning.contains("belongs") || warning.contains("group"));
    }

    @Test
    void aDirectoryThatSomebodyElseCouldChangeIsRefused() throws IOException {
        assumePosix();
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.createSymbolicLink(home.resolve("incoming"), elsewhere);
        assertThatThrownBy(this::open).isInstanceOf(SpoolException.class).hasMessageContaining("symbolic link");

        Files.delete(home.resolve("incoming"));
        Files.createDirectory(home.resolve("incoming"));
        Files.setPosixFilePermissions(home.resolve("incoming"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(this::open).isInstanceOf(SpoolException.class).hasMessageContaining("everybody");

        Files.setPosixFilePermissions(home.resolve("incoming"), PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(open().warnings()).anyMatch(warning -> warning.contains("group"));
    }

    @Test
    void aFileHasItsNameOnlyWhenItIsWhole() throws IOException {
        Spool spool = open();
        Draft draft = draft(spool, 1);
        draft.write(MAIL);

        assertThat(draft.target()).doesNotExist();
        assertThat(draft.part()).exists();
        spool.commit(List.of(draft));

        assertThat(draft.target()).hasBinaryContent(MAIL);
        assertThat(draft.part()).doesNotExist();
        assertThat(draft.sizeBytes()).isEqualTo(4);
    }

    @Test
    void aDraftGivenUpLeavesNothing() throws IOException {
        Spool spool = open();
        Draft draft = draft(spool, 1);
        draft.write(MAIL);

        draft.discard();
        draft.discard();

        assertThat(incoming()).isEmpty();
    }

    @Test
    void aNameThatIsTakenLeadsToTheNext() throws IOException {
        Spool spool = open();
        Draft first = draft(spool, 1);
        Draft second = draft(spool, 1);
        spool.commit(List.of(first, second));
        Draft third = draft(spool, 1);
        spool.commit(List.of(third));

        assertThat(incoming())
                .containsExactlyInAnyOrder("POP3_1_1_1_0_1_7.tmp", "POP3_1_1_1_0_1_8.tmp", "POP3_1_1_1_0_1_9.tmp");
    }

    @Test
    void bytesArriveInOrderWhateverTheSizeOfThePieces() throws IOException {
        Spool spool = open();
        Draft draft = draft(spool, 1);
        StringBuilder expected = new StringBuilder();
        for (int size : new int[] {1, 16_383, 1, 16_384, 16_385, 3, 40_000, 0, 1}) {
            String piece = String.valueOf((char) ('a' + expected.length() % 26)).repeat(size);
            expected.append(piece);
            draft.write(piece.getBytes(StandardCharsets.US_ASCII));
            draft.write('!');
            expected.append('!');
        }

        spool.commit(List.of(draft));

        assertThat(Files.readString(draft.target())).isEqualTo(expected.toString());
    }

    @Test
    void aSettledFileNeverReplacesAnother() throws IOException {
        Spool spool = open();
        Path one = committed(spool, 1);
        Path first = spool.settle(one, Place.PROCESSED, "test").orElseThrow();
        Files.copy(first, one);
        Path second = spool.settle(one, Place.PROCESSED, "test").orElseThrow();

        assertThat(first).exists();
        assertThat(second).exists().isNotEqualTo(first);
        assertThat(SpoolName.parse(second.getFileName().toString())).isPresent();
        assertThat(spool.settle(one, Place.PROCESSED, "test"))
                .as("removed by hand")
                .isEmpty();
    }

    @Test
    void onlyFilesOfDeadServicesAreLeftOver() throws IOException {
        Spool spool = open();
        SpoolName dead = new SpoolName(2, 1, 1, Instant.EPOCH);
        for (String name : List.of(
                dead.incoming("POP3", 1, 1),
                dead.incoming("POP3", 2, 1) + ".part",
                dead.attachment(1, 1, 1),
                dead.originalMessageText(1, 1, 1),
                names.incoming("POP3", 1, 1),
                names.incoming("POP3", 2, 1) + ".part",
                "Current_a_b.ids",
                "something else")) {
            Files.write(spool.directory(Place.INCOMING).resolve(name), MAIL);
        }

        Spool.Leftovers left = spool.leftovers(dead.tag()::equals);

        assertThat(left.messages()).extracting(Path::getFileName).hasToString("[POP3_2_1_1_0_1_1.tmp]");
        assertThat(left.parts()).extracting(Path::getFileName).hasToString("[POP3_2_1_1_0_2_1.tmp.part]");
        assertThat(left.made()).hasSize(2);
    }

    @Test
    void aMessageLargerThanTheFreeSpaceIsNotBegun() {
        Spool spool = open();

        assertThat(spool.roomBytes()).isGreaterThan(1_000).isLessThan(Long.MAX_VALUE / 2);
        assertThat(spool.hasRoomToSend(Long.MAX_VALUE)).isFalse();
    }

    private Spool open() {
        return Spool.open(disk, SpoolDirectories.under(home), "support@example.com");
    }

    private Draft draft(Spool spool, int number) throws IOException {
        return spool.draft(Place.INCOMING, "test", 7, ms -> names.incoming("POP3", number, ms));
    }

    private Path committed(Spool spool, int number) throws IOException {
        Draft draft = draft(spool, number);
        draft.write(MAIL);
        spool.commit(List.of(draft));
        return draft.target();
    }

    private List<String> incoming() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("incoming"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void assumePosix() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "needs POSIX modes");
    }

    /** Start and settling must not look at what lies in Processed and Failed. */
    @Test
    void thousandsOfProcessedFilesDoNotSlowAStartDown() throws IOException {
        open();
        Path processed = home.resolve("processed");
        IntStream.range(0, 20_000).forEach(i -> {
            try {
                Files.createFile(processed.resolve(names.incoming("POP3", i, 1)));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Listings counting = new Listings(disk);

        Spool spool = Spool.open(counting, SpoolDirectories.under(home), "support@example.com");
        spool.leftovers(tag -> true);

        assertThat(counting.names()).isZero();
    }
}
