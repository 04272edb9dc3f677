package io.mailroom.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.MailboxInUseException;
import io.mailroom.wire.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxLockTest {
    private static final MailboxId MAILBOX = new MailboxId("pop.example.com", "support");

    private final Disk disk = new LocalDisk();
    private final MailboxRegistry registry = new MailboxRegistry();

    @TempDir
    private Path incoming;

    @TempDir
    private Path otherIncoming;

    @Test
    void aSecondProfileInTheSameProcessIsRefusedAndToldWhoIsFirst() {
        try (MailboxLock lock = acquire("first@example.com", "1_1_1_1")) {
            assertThatThrownBy(() -> acquire("second@example.com", "1_1_2_1"))
                    .isInstanceOf(MailboxInUseException.class)
                    .hasMessageContaining("support on pop.example.com")
                    .hasMessageContaining("profile first@example.com in process "
                            + ProcessHandle.current().pid());
            assertThat(lock.deadTags()).isEmpty();
        }
    }

    @Test
    void anotherIncomingDirectoryDoesNotHelpTheSecond() {
        MailboxLock first = acquire("first@example.com", "1_1_1_1");

        assertThatThrownBy(() ->
                        MailboxLock.acquire(registry, disk, otherIncoming, MAILBOX, "second@example.com", "1_1_2_1"))
                .isInstanceOf(MailboxInUseException.class);

        first.close();
        first.close();
        MailboxLock.acquire(registry, disk, otherIncoming, MAILBOX, "second@example.com", "1_1_2_1")
                .close();
    }

    @Test
    void onlyOneOfManyThreadsGetsIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<MailboxLock>> attempts = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return acquire("p" + i, "1_1_" + i + "_1");
                    }))
                    .toList();

            start.countDown();

            int taken = 0;
            for (Future<MailboxLock> attempt : attempts) {
                try {
                    attempt.get();
                    taken++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(MailboxInUseException.class);
                }
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anotherProcessIsRefusedAndItsDeathFreesTheMailbox() throws Exception {
        Process holder = startHolder();
        try {
            assertThatThrownBy(() -> acquire("second@example.com", "1_1_2_1"))
                    .isInstanceOf(MailboxInUseException.class)
                    .hasMessageContaining("profile first@example.com in process " + holder.pid() + " on "
                            + HostName.ofThisMachine() + ", in " + incoming + ", since 2023-11-14T22:13:20Z");
        } finally {
            holder.destroyForcibly().waitFor();
        }

        try (MailboxLock lock = acquire("second@example.com", "1_1_2_1")) {
            assertThat(lock.deadTags()).containsExactly("1_1_1_6553f100");
        }
    }

    @Test
    void theSpellingOfTheServerMakesNoOtherMailbox() {
        MailboxId shouted = new MailboxId("POP.Example.COM.", "support");
        assertThat(shouted).isEqualTo(MAILBOX);

        try (MailboxLock lock = acquire("first@example.com", "1_1_1_1")) {
            assertThatThrownBy(() ->
                            MailboxLock.acquire(registry, disk, incoming, shouted, "second@example.com", "1_1_2_1"))
                    .isInstanceOf(MailboxInUseException.class);
            assertThat(lock.deadTags()).isEmpty();
        }
    }

    @Test
    void anAccountThatIsInUseOnAServerOfAnotherNameIsFound() {
        MailboxId byAddress = new MailboxId("127.0.0.1", "support");

        try (MailboxLock lock = MailboxLock.acquire(registry, disk, incoming, byAddress, "p", "1_1_1_1")) {
            assertThat(registry.sameAccount(new MailboxId("localhost", "support")))
                    .containsExactly(byAddress);
            assertThat(registry.sameAccount(new MailboxId("localhost", "sales")))
                    .isEmpty();
            assertThat(lock.deadTags()).isEmpty();
        }
        assertThat(Endpoint.isNameOfAddress("localhost", "127.0.0.1")).isTrue();
        assertThat(Endpoint.isNameOfAddress("127.0.0.1", "127.0.0.1")).isFalse();
        assertThat(Endpoint.isNameOfAddress("localhost", "192.0.2.7")).isFalse();
    }

    @Test
    void whoseFilesMayBeLeftIsRememberedUntilTheyAreDealtWith() throws IOException {
        acquire("p", "1_1_1_1").close();
        MailboxLock second = acquire("p", "2_1_1_1");
        assertThat(second.deadTags()).containsExactly("1_1_1_1");
        second.close();
        MailboxLock third = acquire("p", "3_1_1_1");
        assertThat(third.deadTags()).containsExactly("1_1_1_1", "2_1_1_1");
        assertThat(MailboxLock.tagsByMailbox(disk, incoming))
                .containsOnlyKeys("1_1_1_1", "2_1_1_1", "3_1_1_1")
                .containsValue(MAILBOX.fileName());

        third.recovered();
        third.closeSettled();

        assertThat(MailboxLock.tagsByMailbox(disk, incoming)).isEmpty();
        MailboxLock fourth = acquire("p", "4_1_1_1");
        assertThat(fourth.deadTags()).isEmpty();
        fourth.closeSettled();
    }

    @Test
    void anOwnerFileThatMakesNoSenseIsNoObstacle() throws IOException {
        Path owner = incoming.resolve("Mailbox_" + MAILBOX.fileName() + ".owner");
        Files.write(owner, new byte[] {0, 1, 2, 'o', 'w', 'n', 'e', 'r', ' ', '\n', 't', 'a', 'g', '\n'});

        try (MailboxLock lock = acquire("p", "1_1_1_1")) {
            assertThat(lock.deadTags()).isEmpty();
        }
    }

    private MailboxLock acquire(String profile, String tag) {
        return MailboxLock.acquire(registry, disk, incoming, MAILBOX, profile, tag);
    }

    private Process startHolder() throws IOException {
        Process holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        incoming.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(out.readLine()).isEqualTo("held");
        return holder;
    }

    /** A process that takes the mailbox and waits to be killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            MailboxLock.acquire(
                    MailboxRegistry.ofProcess(),
                    new LocalDisk(),
                    Path.of(arguments[0]),
                    MAILBOX,
                    "first@example.com",
                    "1_1_1_6553f100");
            System.out.println("held");
            new CountDownLatch(1).await();
        }
    }
}
