package io.mailroom.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SideBySideTest {
    private final AtomicInteger forced = new AtomicInteger();

    @Test
    void everyFileIsForcedOnceHoweverManyThereAre() throws IOException {
        SideBySide.force(files(0));
        SideBySide.force(files(1));
        SideBySide.force(files(100));

        assertThat(forced).hasValue(101);
    }

    @Test
    void asManyFilesAsAreAllowedAreUnderWayAtOnce() throws IOException {
        CountDownLatch together = new CountDownLatch(SideBySide.MOST_AT_ONCE);

        SideBySide.force(files(SideBySide.MOST_AT_ONCE, () -> {
            together.countDown();
            together.await(); // ends only when all of them are here
        }));

        assertThat(forced).hasValue(SideBySide.MOST_AT_ONCE);
    }

    @Test
    void aFileThatCannotBeForcedFailsTheWholeGroup() {
        List<DiskFile> files = files(20);
        files.add(7, new Forced(() -> {
            throw new IOException("no space left on device");
        }));

        assertThatThrownBy(() -> SideBySide.force(files))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left on device");
    }

    @Test
    void anInterruptNeitherBreaksTheForcingOffNorIsLost() throws IOException {
        Thread.currentThread().interrupt();

        SideBySide.force(files(20));

        assertThat(forced).hasValue(20);
        assertThat(Thread.interrupted()).isTrue();
    }

    private List<DiskFile> files(int count) {
        return files(count, () -> {});
    }

    private List<DiskFile> files(int count, Forcing forcing) {
        List<DiskFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(new Forced(() -> {
                forcing.force();
                forced.incrementAndGet();
            }));
        }
        return files;
    }

    private interface Forcing {
        void force() throws IOException, InterruptedException;
    }

    private record Forced(Forcing forcing) implements DiskFile {
        @Override
        public Path path() {
            return Path.of("file");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            throw new AssertionError("nothing is written here");
        }

        @Override
        public void force() throws IOException {
            try {
                forcing.force();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
