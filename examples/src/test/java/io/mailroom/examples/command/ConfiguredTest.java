package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.Communications;
import io.mailroom.ResponseGroup;
import io.mailroom.examples.demo.DemoMail;
import io.mailroom.examples.demo.DemoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConfiguredTest {
    private static final String ADDRESS = "support@example.com";

    @TempDir
    private Path directory;

    private DemoServer server;
    private ConfigFiles files;
    private Handlers handlers;
    private Communications mailroom;
    private Configured configured;
    private final List<String> news = new ArrayList<>();

    @BeforeEach
    void buildAReceiverThatKnowsNothing() throws IOException {
        server = DemoServer.start(ADDRESS, "support", "pw");
        files = ConfigFiles.in(directory.resolve("conf"), server.port());
        handlers = new Handlers(directory.resolve("out"));
        mailroom = Communications.builder().home(directory.resolve("home")).build();
        configured = new Configured(mailroom, handlers, news::add);
    }

    @AfterEach
    void close() throws IOException {
        mailroom.close();
        handlers.close();
        server.close();
    }

    @Test
    void mailOfAGroupGoesWhereItsFileSays() throws IOException {
        files.profile(ADDRESS);
        files.group("Support", ADDRESS, "json:support.jsonl");
        server.deliver(DemoMail.ALL);

        apply();
        mailroom.poll(ADDRESS);

        assertThat(news).containsExactly("Profile " + ADDRESS + " is submitted.", "Group Support is submitted.");
        assertThat(lines("support.jsonl")).hasSize(DemoMail.ALL.size()).allSatisfy(JsonLine::of);
        assertThat(server.size()).isZero();
    }

    @Test
    void whatHasNotChangedIsLeftAlone() throws IOException {
        files.profile(ADDRESS);
        Path group = files.group("Support", ADDRESS, "json:support.jsonl");
        apply();
        news.clear();
        Files.writeString(group, "# a remark\n" + Files.readString(group));

        apply();

        assertThat(news).isEmpty();
    }

    @Test
    void aProfileMovesToAnotherGroupInOneChange() throws IOException {
        files.profile(ADDRESS);
        files.group("Ex", ADDRESS, "json:old.jsonl");
        files.group("Desk", "", "json:new.jsonl");
        apply();
        files.group("Ex", "", "json:old.jsonl");
        files.group("Desk", ADDRESS, "json:new.jsonl");
        server.deliver(DemoMail.ALL.subList(0, 2));
        news.clear();

        apply();
        mailroom.poll(ADDRESS);

        assertThat(news).containsExactly("Group Ex is without " + ADDRESS + ".", "Group Desk is submitted.");
        assertThat(lines("new.jsonl")).hasSize(2);
        assertThat(directory.resolve("out/old.jsonl")).doesNotExist();
    }

    @Test
    void whatHasNoFileAnyMoreIsDeleted() throws IOException {
        Path profile = files.profile(ADDRESS);
        Path group = files.group("Support", ADDRESS, "json:support.jsonl");
        apply();
        Files.delete(profile);
        Files.delete(group);

        apply();

        assertThat(mailroom.groups()).isEmpty();
        assertThat(mailroom.profiles()).isEmpty();
    }

    @Test
    void aFileThatBreaksDeletesNothing() throws IOException {
        files.profile(ADDRESS);
        Path group = files.group("Support", ADDRESS, "json:support.jsonl");
        apply();
        Files.writeString(group, "name = Support");

        apply();

        assertThat(mailroom.groups()).extracting(ResponseGroup::name).containsExactly("Support");
    }

    @Test
    void aHandlerThatNobodyKnowsIsToldWithTheGroupAndWhatToWrite() throws IOException {
        files.profile(ADDRESS);
        files.group("Support", ADDRESS, "tickets");

        apply();

        assertThat(mailroom.groups()).isEmpty();
        assertThat(news)
                .last()
                .asString()
                .contains("Support", "\"ProcessName\" = tickets", "json:FILE", "exec:COMMAND");
    }

    @Test
    void whatWasRefusedIsTriedAgainWithTheNextChange() throws IOException {
        files.group("Support", ADDRESS, "json:support.jsonl");
        apply();
        assertThat(mailroom.groups()).isEmpty();
        files.profile(ADDRESS);

        apply();

        assertThat(mailroom.groups()).extracting(ResponseGroup::name).containsExactly("Support");
    }

    private void apply() throws IOException {
        ConfigDirectory.Content content = files.read();
        configured.apply(content, !content.problems().isEmpty());
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(directory.resolve("out").resolve(file));
    }
}
