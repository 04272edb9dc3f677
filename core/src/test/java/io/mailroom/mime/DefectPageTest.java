package io.mailroom.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DefectPageTest {
    @ParameterizedTest
    @EnumSource(DefectCode.class)
    void everyDefectIsDocumentedWithASample(DefectCode code) throws IOException {
        String row = Files.readString(page())
                .lines()
                .filter(line -> line.startsWith("| `" + code.label() + "` |"))
                .findFirst()
                .orElse("no row");

        assertThat(row).contains(code.meaning() + (code.isAmbiguous() ? " *Ambiguous.*" : "") + " | " + code.remedy());
        assertThat(row.substring(row.indexOf(code.remedy()) + code.remedy().length()))
                .as("a sample")
                .hasSizeGreaterThan(" |  |".length());
    }

    private static Path page() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null
                && !Files.isDirectory(at.resolve(".mvn"))
                && !Files.isRegularFile(at.resolve("docs/defects.md"))) {
            at = at.getParent();
        }
        return Path.of(String.valueOf(at)).resolve("docs/defects.md");
    }
}
