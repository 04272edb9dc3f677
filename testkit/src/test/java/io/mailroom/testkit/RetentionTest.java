package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.ResponseGroup;
import io.mailroom.event.Outcome;
import io.mailroom.internal.host.Host;
import io.mailroom.profile.Profile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the library is done with goes when its profile says so, the oldest first, and nothing else goes. */
class RetentionTest {
    private static final String DESK = "desk@example.com";
    private static final Path HOME = Path.of("/mailroom");

    private final RecordingHandler handler = new RecordingHandler();
    private final Receiver receiver = new Receiver();
    private final MemoryDisk disk = new MemoryDisk(receiver.clock);

    private Receiver desk(String... settings) {
        return receiver.on(disk)
                .handler("tickets", handler)
                .profile(profile(DESK, settings))
                .group(ResponseGroup.named("Desk").handler("tickets").profile(DESK));
    }

    private static Profile profile(String account, String... settings) {
        Profile.Builder profile = PostOffice.profile(account, "post.example.com").toBuilder();
        for (int i = 0; i < settings.length; i += 2) {
            profile.set(settings[i], settings[i + 1]);
        }
        return profile.build();
    }

    private void put(String place, String name, int bytes) {
        disk.put(HOME.resolve(place).resolve(name), new byte[bytes]);
    }

    private List<String> in(String place) {
        return disk.files().keySet().stream()
                .filter(file -> file.startsWith(HOME.resolve(place)))
                .map(file -> file.getFileName().toString())
                .sorted()
                .toList();
    }

    private static String message(int number) {
        return "POP3_1_1_1_1_" + Integer.toHexString(number) + "_1.tmp";
    }

    /** Time goes by, and then what is done every few seconds is done a few times. */
    private void after(Duration time, Host host) {
        receiver.clock.advance(time);
        for (int i = 0; i < 20; i++) {
            host.tick();
        }
    }

    private void days(int days, Host host) {
        after(Duration.ofDays(days), host);
    }

    private Host open(Receiver with) {
        Host host = with.build();
        host.open();
        return host;
    }

    @Test
    void nothingGoesUnlessAProfileAsksForIt() {
        put("processed", message(1), 10);
        put("failed", message(1), 10);
        put("loopback", message(1), 10);
        try (Host host = open(desk())) {
            days(1_000, host);
        }

        assertThat(in("processed")).hasSize(1);
        assertThat(in("failed")).hasSize(1);
        assertThat(in("loopback")).hasSize(1);
    }

    @Test
    void aMessageGoesAtItsAgeAndTheNoteBesideItGoesWithIt() {
        put("failed", message(1), 10);
        put("failed", message(1) + ".note", 10);
        put("failed", "mine.txt", 10);
        put("processed", message(2), 10);
        try (Host host = open(desk("Failed Retention Time", "7", "Processed Retention Time", "30 d"))) {
            days(6, host);
            assertThat(in("failed")).hasSize(3);
            put("failed", message(3), 10);

            days(2, host);
            assertThat(in("failed")).containsExactly(message(3), "mine.txt");
            assertThat(in("processed")).containsExactly(message(2));
            days(23, host);
        }

        assertThat(in("failed")).containsExactly("mine.txt");
        assertThat(in("processed")).isEmpty();
    }

    @Test
    void theOldestGoWhenAllTogetherAreTooLarge() {
        try (Host host = open(desk("Processed Retention Size", "1 KiB"))) {
            for (int i = 1; i <= 6; i++) {
                put("processed", message(i), 300);
                after(Duration.ofHours(2), host);
            }
            after(Duration.ofHours(2), host);
        }

        assertThat(in("processed")).containsExactly(message(4), message(5), message(6));
    }

    @Test
    void ofManyFromOneHourOnlyWhatIsTooMuchGoes() {
        IntStream.range(0, 20).forEach(i -> put("processed", message(i), 100));

        try (Host host = open(desk("Processed Retention Size", "1000"))) {
            after(Duration.ofHours(1), host);
        }

        assertThat(in("processed")).hasSize(10);
    }

    @Test
    void aLargeDirectoryIsDealtWithAFewNamesAtATime() {
        IntStream.range(0, 2_500).forEach(i -> put("processed", message(i), 1));
        receiver.clock.advance(Duration.ofDays(10));
        try (Host host = open(desk("Processed Retention Time", "5 d"))) {
            host.tick();
            assertThat(in("processed")).hasSize(1_500);
            host.tick();
            assertThat(in("processed")).hasSize(500);
            host.tick();
        }

        assertThat(in("processed")).isEmpty();
    }

    @Test
    void aStoredMessageThatAWaitingEventNamesStays() {
        receiver.post.delivers(DESK, "1", Mails.plain("waits"));
        handler.answersNext(Outcome.LATER);
        try (Host host = open(desk("Delete Processed Messages", "False", "Processed Retention Time", "1"))) {
            host.poll(DESK);
            days(3, host);
            assertThat(in("processed")).hasSize(1);

            host.poll(DESK);
            days(1, host);
        }

        assertThat(in("processed")).isEmpty();
    }

    @Test
    void whileAnEventIsDamagedNothingGoes() {
        put("processed", message(1), 10);
        disk.put(
                HOME.resolve("queued/%44esk/CIR_019a8d5e2f400000_9f86d081884c7d65_0_0_0_0.crash"),
                "nonsense".getBytes(StandardCharsets.US_ASCII));
        try (Host host = open(desk("Processed Retention Time", "1"))) {
            days(3, host);
        }

        assertThat(in("processed")).hasSize(1);
    }

    @Test
    void whereProfilesShareADirectoryWhatKeepsMoreHolds() {
        put("processed", message(1), 10);
        receiver.profile(profile("sales@example.com", "Processed Retention Time", "20"));
        try (Host host = open(desk("Processed Retention Time", "5"))) {
            days(15, host);
            assertThat(in("processed")).hasSize(1);
            days(6, host);
        }

        assertThat(in("processed")).isEmpty();
    }
}
