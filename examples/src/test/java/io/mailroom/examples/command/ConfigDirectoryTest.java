package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.ResponseGroup;
import io.mailroom.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDirectoryTest {
    @TempDir
    private Path directory;

    private ConfigFiles files;

    @BeforeEach
    void createDirectories() throws IOException {
        files = ConfigFiles.in(directory, 110);
    }

    @Test
    void everyPropertiesFileIsAProfileOrAGroup() throws IOException {
        files.profile("a@example.com");
        files.profile("b@example.com");
        files.group("Support", "a@example.com", "json:out.jsonl");
        Files.writeString(directory.resolve("groups/thanks.txt"), "Thanks");

        ConfigDirectory.Content content = files.read();

        assertThat(content.profiles().values())
                .extracting(Profile::name)
                .containsExactly("a@example.com", "b@example.com");
        assertThat(content.groups().values()).extracting(ResponseGroup::name).containsExactly("Support");
        assertThat(content.problems()).isEmpty();
    }

    @Test
    void aFileThatCannotBeUsedIsToldAndTheOthersAreRead() throws IOException {
        files.profile("a@example.com");
        files.group("Support", "a@example.com", "json:out.jsonl");
        Path broken = files.group("Broken", "a@example.com", "");

        ConfigDirectory.Content content = files.read();

        assertThat(content.problems()).containsOnlyKeys(broken);
        assertThat(content.problems().get(broken)).startsWith(broken + ": ").contains("ProcessName");
        assertThat(content.groups().values()).extracting(ResponseGroup::name).containsExactly("Support");
    }

    @Test
    void aChangeOfAnyFileIsSeen() throws IOException {
        files.group("Support", "", "json:out.jsonl");
        Path words = Files.writeString(directory.resolve("groups/thanks.txt"), "Thanks");
        ConfigDirectory looked = new ConfigDirectory(directory);
        Map<Path, String> before = looked.fingerprint();

        Files.writeString(words, "Many thanks");

        assertThat(looked.fingerprint()).isNotEqualTo(before).containsOnlyKeys(before.keySet());
    }
}
