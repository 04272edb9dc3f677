package io.mailroom.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads real and hostile mail that lies beside the project; skipped where it does not. */
class CorpusTest {
    private static final long ONE_BYTE_AT_A_TIME = 20_000;

    @Test
    void everyMailOfTheCorpusReadsTheSameWithAnyLineEndAndInAnySteps() throws IOException {
        List<Path> mails = mails();
        List<String> different = new ArrayList<>();

        for (Path mail : mails) {
            byte[] bytes = Files.readAllBytes(mail);
            Reading first = Reading.of(bytes);
            String asIs = first.summary();
            boolean cut = first.message.defects().stream().anyMatch(d -> d.code() == DefectCode.FIELD_TOO_LONG);
            if (!cut && !Reading.of(Reading.withLineFeeds(bytes)).summary().equals(asIs)) {
                different.add(mail + " with LF");
            }
            if (!cut && !Reading.of(Reading.withReturns(bytes)).summary().equals(asIs)) {
                different.add(mail + " with CRLF");
            }
            int step = bytes.length <= ONE_BYTE_AT_A_TIME ? 1 : 1021;
            Reading slow = Reading.of(bytes, MimeLimits.DEFAULT, ReadOptions.DEFAULT, 64, step);
            if (!slow.summary().equals(asIs)) {
                different.add(mail + " byte by byte");
            }
            assertThat(slow.sink.open()).as("outputs left open by %s", mail).isZero();
        }

        assertThat(different).isEmpty();
    }

    static List<Path> mails() throws IOException {
        Path corpus = corpus();
        assumeTrue(corpus != null, "The corpus is not beside the project");
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.filter(Files::isRegularFile)
                    .filter(CorpusTest::isMail)
                    .sorted()
                    .toList();
        }
    }

    /** The folder beside the project's root, or null. */
    static Path corpus() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                Path beside = at.resolveSibling("shared").resolve("corpus");
                Path further = at.resolve("../../shared/corpus").normalize();
                return Files.isDirectory(beside) ? beside : Files.isDirectory(further) ? further : null;
            }
        }
        return null;
    }

    private static boolean isMail(Path file) {
        return file.getParent().getFileName().toString().equals("msgs");
    }
}
