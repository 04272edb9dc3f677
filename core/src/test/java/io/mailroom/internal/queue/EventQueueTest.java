package io.mailroom.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.Disk;
import io.mailroom.spool.LocalDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventQueueTest {
    private static final String TAG = "1_1_1_1";

    private final MortalDisk disk = new MortalDisk();
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> heard = new ArrayList<>();
    private final QueueListener listener = new QueueListener() {
        @Override
        public void putAside(EventName event, String reason) {
            heard.add("put aside " + event.state() + ": " + reason);
        }

        @Override
        public void interrupted(EventName event) {
            heard.add("interrupted");
        }
    };

    @TempDir
    private Path home;

    private Path directory;
    private EventQueue queue;

    @BeforeEach
    void open() {
        directory = home.resolve("queued").resolve("group");
        queue = reopened();
    }

    @Test
    void eventsComeInTheOrderOfTheirArrival() {
        publish("one", "two");
        publish("three");

        assertThat(subjects(queue.begin(10))).containsExactly("one", "two", "three");
        assertThat(queue.begin(10)).isEmpty();
    }

    @Test
    void aStagedEventIsInvisibleUntilItIsPublished() {
        List<EventName> staged = queue.stage(TAG, List.of(event("one")));

        assertThat(queue.begin(1)).isEmpty();
        queue.publish(staged);

        assertThat(subjects(queue.begin(1))).containsExactly("one");
    }

    @Test
    void anEventInHandCanBeSeenAsSuch() throws IOException {
        publish("one");

        Claim claim = queue.begin(1).get(0);

        assertThat(extensions()).containsExactly(".xevt");
        assertThat(claim.attempt()).isEqualTo(1);
        assertThat(claim.possibleDuplicate()).isFalse();
    }

    @Test
    void anAcceptedEventGoesAndItsFilesGoWithIt() throws IOException {
        Path file = attachment("ATT_1_1_1_1_1_1_1.dat");
        Path foreign = attachment("passwd");
        publish(event("one", file, foreign));

        queue.accept(queue.begin(1), false);
        queue.tidy();

        assertThat(file).doesNotExist();
        assertThat(foreign).as("not a name of the spool").exists();
        assertThat(extensions()).isEmpty();
    }

    @Test
    void anAcceptedEventLeavesItsFilesWhenTheHandlerKeepsThem() throws IOException {
        Path file = attachment("ATT_1_1_1_1_1_1_1.dat");
        publish(event("one", file));

        queue.accept(queue.begin(1), true);
        queue.tidy();
        reopened().recoverInterrupted();

        assertThat(file).exists();
        assertThat(extensions()).isEmpty();
    }

    @Test
    void aFailedEventComesBackAfterAWhileAndIsPutAsideTheSecondTime() throws IOException {
        publish("one");

        queue.fail(queue.begin(1).get(0), "no such customer");
        assertThat(extensions()).containsExactly(".error");
        assertThat(queue.begin(1)).isEmpty();
        pass(EventQueue.BACK_AFTER);
        Claim second = queue.begin(1).get(0);
        EventState state = queue.fail(second, "still no such\ncustomer");

        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.possibleDuplicate()).isFalse();
        assertThat(state).isEqualTo(EventState.FAILED);
        assertThat(extensions()).containsExactly(".failed");
        assertThat(heard).containsExactly("put aside FAILED: still no such\ncustomer");
        assertThat(queue.note(queue.list(EventState::isPutAside, 10).get(0)).orElseThrow())
                .isEqualTo("2026-01-02T03:04:05Z FAILED still no such customer");
        pass(EventQueue.BACK_AFTER);
        assertThat(queue.begin(1)).isEmpty();
    }

    @Test
    void aPausedEventComesBackAsOftenAsItTakes() throws IOException {
        publish("one");
        for (int i = 0; i < 10; i++) {
            queue.pause(queue.begin(1).get(0), "database away");
            assertThat(extensions()).containsExactly(".paused");
            pass(EventQueue.BACK_AFTER.minusNanos(1));
            assertThat(queue.begin(1)).isEmpty();
            pass(Duration.ofNanos(1));
        }

        queue.accept(queue.begin(1), false);

        assertThat(extensions()).isEmpty();
        assertThat(notes()).isEmpty();
    }

    @Test
    void anEventGivenBackWaitsAsIfNothingHadHappened() {
        publish("one", "two");
        Claim one = queue.begin(1).get(0);

        queue.giveBack(one);

        assertThat(queue.begin(2)).extracting(Claim::attempt).containsExactly(1, 1);
    }

    @Test
    void anEventFoundInHandAtTheStartIsOfferedOnceMoreAndFlagged() throws IOException {
        publish("one", "two");
        queue.begin(1);

        queue = reopened();
        queue.recoverInterrupted();
        List<Claim> first = queue.begin(10);

        assertThat(heard).containsExactly("interrupted");
        assertThat(subjects(first))
                .as("alone, because it may be the one to blame")
                .containsExactly("one");
        assertThat(first.get(0).possibleDuplicate()).isTrue();
        assertThat(first.get(0).attempt()).isEqualTo(2);
        assertThat(extensions()).containsExactlyInAnyOrder(".retry.xevt", ".evt");
        assertThat(subjects(queue.begin(10))).containsExactly("two");
    }

    @Test
    void theSecondAbnormalEndPutsAnEventAside() throws IOException {
        publish("one");
        queue.begin(1);
        queue = reopened();
        queue.recoverInterrupted();
        queue.begin(1);
        queue = reopened();
        queue.recoverInterrupted();

        assertThat(extensions()).containsExactly(".crash");
        assertThat(queue.begin(1)).isEmpty();
        assertThat(heard).last().asString().startsWith("put aside CRASH: The process ended 2 times");
    }

    @Test
    void restingEventsOfAnEarlierLifeWaitAgainAtTheStart() {
        publish("one", "two");
        queue.pause(queue.begin(1).get(0), "later");
        queue.fail(queue.begin(1).get(0), "no");

        queue = reopened();

        assertThat(queue.begin(1)).hasSize(1);
        assertThat(queue.begin(1)).hasSize(1);
    }

    @Test
    void theFilesOfAnAcceptedEventGoAtTheNextStartWhenTheProcessDiedInBetween() throws IOException {
        Path file = attachment("ATT_1_1_1_1_1_1_1.dat");
        publish(event("one", file));
        Claim claim = queue.begin(1).get(0);
        Files.move(
                directory.resolve(claim.name().fileName()),
                directory.resolve(claim.name().accepted().fileName()));

        queue = reopened();
        queue.recoverInterrupted();

        assertThat(file).doesNotExist();
        assertThat(extensions()).isEmpty();
    }

    @Test
    void stagedEventsArePublishedWhenTheyAreOnRecordAndDroppedWithTheirFilesWhenNot() throws IOException {
        Path kept = attachment("ATT_1_1_1_1_1_1_1.dat");
        Path dropped = attachment("ATT_1_1_1_1_2_1_1.dat");
        queue.stage(TAG, List.of(event("kept", kept), event("dropped", dropped)));
        queue.stage("9_9_9_9", List.of(event("of another")));
        Files.write(
                directory.resolve("CIR_0000000000000001_0000000000000001_0_0_0_0." + TAG + ".staged.part"),
                new byte[9]);

        queue = reopened();
        queue.recoverStaged(
                TAG::equals,
                header -> header.eventId().equals(event("kept").header().eventId()));

        assertThat(subjects(queue.begin(10))).containsExactly("kept");
        assertThat(kept).exists();
        assertThat(dropped).doesNotExist();
        assertThat(extensions()).containsExactlyInAnyOrder(".xevt", ".9_9_9_9.staged");
    }

    @Test
    void aDamagedEventIsPutAsideWithTheReasonAndTheOthersGoOn() throws IOException {
        publish("one", "two");
        Path first =
                directory.resolve(queue.list(EventState::isWaiting, 1).get(0).fileName());
        Files.write(first, new byte[] {1, 2, 3});

        List<Claim> claims = queue.begin(1);

        assertThat(subjects(claims)).containsExactly("two");
        assertThat(extensions()).containsExactlyInAnyOrder(".crash", ".xevt");
        assertThat(heard).singleElement().asString().startsWith("put aside CRASH: The event file is damaged");
    }

    @Test
    void anEventRemovedByHandIsPassedOver() throws IOException {
        publish("one", "two");
        Files.delete(
                directory.resolve(queue.list(EventState::isWaiting, 1).get(0).fileName()));

        Claim two = queue.begin(1).get(0);
        Files.delete(directory.resolve(two.name().fileName()));
        queue.accept(List.of(two), false);

        assertThat(extensions()).isEmpty();
    }

    @Test
    void whatWasPutAsideIsListedShownRetriedAndDiscarded() throws IOException {
        Path file = attachment("ATT_1_1_1_1_1_1_1.dat");
        publish(event("one", file));
        putAside(queue.begin(1).get(0));
        EventName failed = queue.list(EventState::isPutAside, 10).get(0);

        assertThat(queue.show(failed))
                .hasValueSatisfying(event -> assertThat(subject(event)).isEqualTo("one"));
        EventName waiting = queue.retry(failed);
        assertThat(subjects(queue.begin(1))).containsExactly("one");
        assertThatThrownBy(() -> queue.retry(waiting)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.discard(waiting.begun("0123456789abcdef")))
                .isInstanceOf(IllegalArgumentException.class);

        queue = reopened();
        queue.recoverInterrupted();
        queue.discard(queue.list(EventState::isWaiting, 1).get(0));

        assertThat(file).doesNotExist();
        assertThat(extensions()).isEmpty();
        assertThat(notes()).isEmpty();
        assertThat(queue.show(failed)).isEmpty();
    }

    @Test
    void eventsPublishedByAnotherProcessAreSeenAfterALook() {
        EventQueue other = another(new LocalDisk());
        other.publish(other.stage("2_2_2_2", List.of(event("one"))));

        queue.rescan();
        queue.rescan();

        assertThat(subjects(queue.begin(10))).containsExactly("one");
        assertThat(other.begin(10)).as("taken by the other").isEmpty();
    }

    @Test
    void whatAProcessorThatLivesHasInHandIsItsOwn() throws IOException {
        publish("one");
        Claim claim = queue.begin(1).get(0);
        EventQueue other = another(new LocalDisk());

        int takenOver = other.recoverInterrupted();

        assertThat(takenOver).isZero();
        assertThat(other.begin(1)).isEmpty();
        queue.accept(List.of(claim), false);
        assertThat(extensions()).isEmpty();
    }

    @Test
    void whatADeadProcessorHadInHandIsTakenOverAndItsAnswerCountsForNothing() throws IOException {
        Path file = attachment("ATT_1_1_1_1_1_1_1.dat");
        publish(event("one", file));
        Claim late = queue.begin(1).get(0);
        disk.processDies();
        EventQueue other = another(new LocalDisk());

        assertThat(other.recoverInterrupted()).isEqualTo(1);
        Claim again = other.begin(1).get(0);
        queue.accept(List.of(late), false);
        queue.fail(late, "too late");

        assertThat(again.possibleDuplicate()).isTrue();
        assertThat(again.attempt()).isGreaterThan(late.attempt());
        assertThat(file).exists();
        assertThat(extensions()).containsExactly(".retry.xevt");
        other.accept(List.of(again), false);
        assertThat(file).doesNotExist();
    }

    @Test
    void aProcessorOfAnotherHostIsDeadWhenItsLeaseWasNotRenewedForAMinute() throws IOException {
        publish("one");
        queue.begin(1);
        disk.processDies(); // on that disk locks of other hosts cannot be seen
        Path lease = leaseFile();
        Files.writeString(lease, Files.readString(lease).replaceFirst("(?m)\\A(.*\n).*", "$1elsewhere"));
        EventQueue other = another(new LocalDisk());

        assertThat(other.recoverInterrupted()).as("seen for the first time").isZero();
        pass(Duration.ofSeconds(59));
        assertThat(other.recoverInterrupted()).isZero();
        pass(Duration.ofSeconds(1));

        assertThat(other.recoverInterrupted()).isEqualTo(1);
        assertThat(lease).doesNotExist();
    }

    @Test
    void aLeaseIsRenewedWhileEventsAreInHandAndGoneWhenTheQueueIsClosed() throws IOException {
        publish("one");
        List<Claim> claims = queue.begin(1);
        String before = Files.readString(leaseFile());

        pass(Duration.ofSeconds(10));
        queue.renewLease();

        assertThat(Files.readString(leaseFile())).isNotEqualTo(before);
        queue.accept(claims, false);
        queue.close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theLeaseOfADeadProcessorThatHadNothingInHandGoesToo() throws IOException {
        publish("one");
        queue.accept(queue.begin(1), false);

        queue = reopened();
        queue.recoverInterrupted();

        assertThat(directory).isEmptyDirectory();
    }

    private Path leaseFile() throws IOException {
        return directory.resolve(names(".lease", true).findFirst().orElseThrow());
    }

    @Test
    void manyThreadsHandleEachEventOnce() throws Exception {
        publish(IntStream.range(0, 200).mapToObj(i -> "event " + i).toArray(String[]::new));
        ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
        List<Thread> workers = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    for (List<Claim> claims = queue.begin(3); !claims.isEmpty(); claims = queue.begin(3)) {
                        handled.addAll(subjects(claims));
                        queue.accept(claims, false);
                    }
                }))
                .toList();

        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }

        assertThat(handled).hasSize(200).doesNotHaveDuplicates();
        assertThat(extensions()).isEmpty();
    }

    @Test
    void everyFileThatAnEventNamesIsKnown() throws IOException {
        Path file = attachment("ATT_1_1_1_1_1_1_1.dat");
        Path staged = attachment("ATT_1_1_1_1_2_1_1.dat");
        publish(event("one", file));
        queue.stage(TAG, List.of(event("two", staged)));
        Set<Path> named = new HashSet<>();

        List<EventName> unreadable = queue.eachHeader((name, header) -> named.addAll(header.files()));

        assertThat(named).containsExactlyInAnyOrder(file, staged);
        assertThat(unreadable).isEmpty();
    }

    /** As after the death of the process that had it open. */
    private EventQueue reopened() {
        try {
            disk.processDies();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return another(disk);
    }

    /** As another processor sees it. */
    private EventQueue another(Disk its) {
        Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
        return EventQueue.open(its, directory, clock, nanos::get, listener);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void putAside(Claim claim) {
        queue.fail(claim, "no");
        pass(EventQueue.BACK_AFTER);
        queue.fail(queue.begin(1).get(0), "no");
    }

    private void publish(String... subjects) {
        for (String subject : subjects) {
            publish(event(subject));
        }
    }

    private void publish(QueuedEvent event) {
        queue.publish(queue.stage(TAG, List.of(event)));
    }

    private Path attachment(String name) throws IOException {
        return Files.write(home.resolve(name), new byte[] {1});
    }

    private static QueuedEvent event(String subject, Path... files) {
        String id = ContentDigest.of(subject.getBytes(StandardCharsets.UTF_8)).hex();
        EventHeader header = new EventHeader(id, "p", "m", "uid", id, Instant.EPOCH, List.of(files));
        return new QueuedEvent(header, Map.of("Subject", subject));
    }

    private static List<String> subjects(List<Claim> claims) {
        return claims.stream().map(claim -> subject(claim.event())).toList();
    }

    private static String subject(QueuedEvent event) {
        return event.fields().getOrDefault("Subject", "");
    }

    private List<String> extensions() throws IOException {
        return names(".note", false)
                .filter(name -> name.startsWith("CIR_"))
                .map(name -> name.replaceFirst("^[^.]*(\\.[0-9a-f]{16})?(?=\\.)", ""))
                .toList();
    }

    private List<String> notes() throws IOException {
        return names(".note", true).toList();
    }

    private Stream<String> names(String end, boolean wanted) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(end) == wanted)
                    .toList()
                    .stream();
        }
    }
}
