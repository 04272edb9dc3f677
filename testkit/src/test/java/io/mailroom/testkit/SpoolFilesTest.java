package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mailroom.ResponseGroup;
import io.mailroom.SpoolDirectory;
import io.mailroom.SpoolFile;
import io.mailroom.SpoolFile.Kind;
import io.mailroom.event.Outcome;
import io.mailroom.internal.host.Host;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whom each file of the spool belongs to, and which of them belong to nobody. */
class SpoolFilesTest {
    private static final String DESK = "desk@example.com";
    private static final Path HOME = Path.of("/mailroom");
    private static final Path INCOMING = HOME.resolve("incoming");

    private final RecordingHandler handler = new RecordingHandler();
    private final Receiver receiver = new Receiver();
    private final MemoryDisk disk = new MemoryDisk(receiver.clock);

    private Receiver desk() {
        return receiver.on(disk)
                .handler("tickets", handler)
                .profile(DESK)
                .group(ResponseGroup.named("Desk").handler("tickets").profile(DESK));
    }

    private void put(Path file) {
        disk.put(file, "content".getBytes(StandardCharsets.US_ASCII));
    }

    private static Map<Path, SpoolFile> look(Host host) {
        List<SpoolFile> files = new ArrayList<>();
        host.inventory().look(files::add);
        return files.stream().collect(Collectors.toMap(SpoolFile::file, Function.identity()));
    }

    private Host aDayLater(Host host) {
        receiver.clock.advance(Duration.ofDays(1));
        return host;
    }

    @Test
    void whatAnEventNamesBelongsToItAndIsNeverRemovable() {
        receiver.post.delivers(DESK, "1", Mails.withAttachment("waits"));
        handler.answersNext(Outcome.LATER);
        try (Host host = desk().build()) {
            host.open();
            host.poll(DESK);

            Map<Path, SpoolFile> files = look(aDayLater(host));

            assertThat(files.values().stream().filter(file -> file.kind() == Kind.EVENT_FILE))
                    .hasSize(2)
                    .allMatch(file -> !file.removable())
                    .allMatch(file -> file.owner().matches("event CIR_[0-9a-f_]+ of Desk, paused"));
            assertThat(files.values().stream().filter(file -> file.kind() == Kind.EVENT))
                    .singleElement()
                    .extracting(SpoolFile::owner)
                    .isEqualTo("Desk, paused");
            assertThat(files.values()).allMatch(SpoolFile::isOwned);
        }
    }

    @Test
    void whatNobodyNamesIsFoundAndRemovedButNeverAMessage() {
        Path part = INCOMING.resolve("POP3_1_1_1_1_1_1.tmp.part");
        Path attachment = INCOMING.resolve("ATT_1_1_1_1_1_1_1.dat");
        Path message = INCOMING.resolve("POP3_1_1_1_1_2_1.tmp");
        Path failedNote = HOME.resolve("failed/POP3_1_1_1_1_3_1.tmp.note");
        Path eventNote = HOME.resolve("queued/%44esk/CIR_019a8d5e2f400000_9f86d081884c7d65.note");
        Path foreign = INCOMING.resolve("readme.txt");
        Path trial = HOME.resolve("queued/.mailroom-trial_1a_2b_1");
        try (Host host = desk().build()) {
            host.open();
            List.of(part, attachment, message, failedNote, eventNote, foreign, trial)
                    .forEach(this::put);
            assertThat(look(host).values()).as("too young").noneMatch(SpoolFile::removable);

            Map<Path, SpoolFile> files = look(aDayLater(host));

            assertThat(files.values().stream().filter(file -> !file.isOwned()))
                    .extracting(SpoolFile::file, SpoolFile::kind, SpoolFile::removable)
                    .containsExactlyInAnyOrder(
                            tuple(part, Kind.DRAFT, true),
                            tuple(attachment, Kind.EVENT_FILE, true),
                            tuple(message, Kind.MESSAGE, false),
                            tuple(failedNote, Kind.NOTE, true),
                            tuple(eventNote, Kind.NOTE, true),
                            tuple(foreign, Kind.FOREIGN, false),
                            tuple(trial, Kind.DRAFT, true));
            assertThat(host.inventory().remove(files.get(part))).isTrue();
            assertThat(disk.files()).doesNotContainKey(part).containsKeys(attachment, message, foreign);
        }
    }

    @Test
    void whileAnEventIsDamagedEveryFileMayBeIts() {
        Path attachment = INCOMING.resolve("ATT_1_1_1_1_1_1_1.dat");
        put(HOME.resolve("queued/%44esk/CIR_019a8d5e2f400000_9f86d081884c7d65_0_0_0_0.crash"));
        try (Host host = desk().build()) {
            host.open();
            put(attachment);

            SpoolFile file = look(aDayLater(host)).get(attachment);

            assertThat(file.removable()).isFalse();
            assertThat(file.owner()).startsWith("perhaps CIR_").endsWith("which is damaged");
        }
    }

    @Test
    void whatAMailboxLooksAfterIsItsOwn() {
        disk.put(
                INCOMING.resolve("Mailbox_pop.example.com_%53upport.owner"),
                "tag 1_1_1_1\n".getBytes(StandardCharsets.US_ASCII));
        Path part = INCOMING.resolve("POP3_1_1_1_1_1_1.tmp.part");
        Path message = INCOMING.resolve("POP3_1_1_1_1_2_1.tmp");
        List.of(part, message).forEach(this::put);
        try (Host host = desk().build()) {
            host.open();

            Map<Path, SpoolFile> files = look(aDayLater(host));

            assertThat(List.of(files.get(part), files.get(message)))
                    .allMatch(file -> file.owner().equals("mailbox Support on pop.example.com"))
                    .noneMatch(SpoolFile::removable);
        }
    }

    @Test
    void aStartRemovesDraftsThatNobodyRemembersAndNotesOfEventsThatAreGone() {
        Path old = INCOMING.resolve("POP3_1_1_1_1_1_1.tmp.part");
        Path oldNote = HOME.resolve("queued/%44esk/CIR_019a8d5e2f400000_9f86d081884c7d65.note");
        Path attachment = INCOMING.resolve("ATT_1_1_1_1_1_1_1.dat");
        List.of(old, oldNote, attachment).forEach(this::put);
        receiver.clock.advance(Duration.ofHours(2));
        Path young = INCOMING.resolve("POP3_1_1_1_1_2_1.tmp.part");
        put(young);

        try (Host host = desk().build()) {
            host.open();
        }

        assertThat(disk.files()).doesNotContainKeys(old, oldNote).containsKeys(young, attachment);
    }

    @Test
    void theDirectoriesAreTold() {
        try (Host host = desk().build()) {
            host.open();

            List<SpoolDirectory> directories = host.inventory().look(file -> {});

            assertThat(directories)
                    .extracting(SpoolDirectory::what)
                    .containsExactly("incoming", "processed", "failed", "loopback", "queued", "queue of Desk");
            assertThat(directories.get(0).files()).isEqualTo(2);
        }
    }
}
