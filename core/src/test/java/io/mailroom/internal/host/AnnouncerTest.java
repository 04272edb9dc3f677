package io.mailroom.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.CommunicationsListener;
import io.mailroom.Signals;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Heard heard = new Heard();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void untilItHasAnExecutorNewsIsToldOnTheThreadThatHasIt() {
        Announcer announcer = new Announcer(new Signals(Clock.systemUTC()), List.of(heard));

        announcer.tell(listener -> listener.status("p", "one"));

        assertThat(heard.all()).containsExactly("one");
    }

    @Test
    void newsComesInOrder() {
        Announcer announcer = new Announcer(new Signals(Clock.systemUTC()), List.of(heard));
        announcer.tellOn(threads);

        List<String> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String text = "news " + i;
            all.add(text);
            announcer.tell(listener -> listener.status("p", text));
        }

        announcer.awaitTold(LONG);
        assertThat(heard.all()).isEqualTo(all);
    }

    @Test
    void aListenerThatThrowsHearsTheNextAndHarmsNoOther() {
        CommunicationsListener throwing = new CommunicationsListener() {
            @Override
            public void status(String profile, String text) {
                if (text.equals("one")) {
                    throw new IllegalStateException("mine");
                }
                throw new AssertionError("mine as well");
            }
        };
        Announcer announcer = new Announcer(new Signals(Clock.systemUTC()), List.of(throwing, heard));

        announcer.tell(listener -> listener.status("p", "one"));
        announcer.tell(listener -> listener.status("p", "two"));

        assertThat(heard.all()).containsExactly("one", "two");
    }

    /** Faults G-09, for listeners. */
    @Test
    void aListenerThatNeverReturnsDelaysNobodyAndMemoryStaysBounded() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Heard late = new Heard();
        CommunicationsListener blocking = new CommunicationsListener() {
            @Override
            public void status(String profile, String text) {
                begun.countDown();
                awaitQuietly(release);
                late.status(profile, text);
            }
        };
        Announcer announcer = new Announcer(new Signals(Clock.systemUTC()), List.of(blocking, heard));
        announcer.tellOn(threads);

        int news = CommunicationsListener.MOST_NEWS + 100;
        announcer.tell(listener -> listener.status("p", "first"));
        begun.await();
        for (int i = 1; i < news; i++) {
            announcer.tell(listener -> listener.status("p", "news"));
            if (i % 500 == 0) {
                heard.await(i + 1);
            }
        }
        heard.await(news);
        release.countDown();
        announcer.awaitTold(LONG);

        assertThat(heard.all()).hasSize(news);
        assertThat(late.all()).hasSize(1 + CommunicationsListener.MOST_NEWS);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Heard implements CommunicationsListener {
        private final List<String> texts = new ArrayList<>();

        @Override
        public synchronized void status(String profile, String text) {
            texts.add(text);
            notifyAll();
        }

        synchronized void await(int size) throws InterruptedException {
            while (texts.size() < size) {
                wait(LONG.toMillis());
            }
        }

        synchronized List<String> all() {
            return List.copyOf(texts);
        }
    }
}
