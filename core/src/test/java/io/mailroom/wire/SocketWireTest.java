package io.mailroom.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SocketWireTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(30);
    private ServerSocket server;
    private Endpoint endpoint;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        endpoint = new Endpoint("127.0.0.1", server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void bytesGoBothWaysAndTheEndIsSeen() throws IOException {
        try (Wire wire = new SocketConnector().connect(endpoint, LONG);
                Socket peer = server.accept()) {
            wire.write(new byte[] {1, 2, 3}, 1, 2, LONG);
            peer.getOutputStream().write(new byte[] {7, 8});
            byte[] into = new byte[10];

            assertThat(peer.getInputStream().readNBytes(2)).containsExactly(2, 3);
            assertThat(wire.read(into, 4, 6, LONG)).isEqualTo(2);
            assertThat(into).startsWith(0, 0, 0, 0, 7, 8);
            peer.shutdownOutput();
            assertThat(wire.read(into, 0, 10, LONG)).isEqualTo(-1);
        }
    }

    @Test
    void aSilentServerIsLeftWhenTheTimeIsUp() throws IOException {
        try (Wire wire = new SocketConnector().connect(endpoint, LONG)) {
            assertThatThrownBy(() -> wire.read(new byte[1], 0, 1, SHORT)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aServerThatDoesNotReadDoesNotHoldUsWhenWeWrite() throws IOException {
        try (Wire wire = new SocketConnector().connect(endpoint, LONG);
                Socket peer = server.accept()) {
            byte[] much = new byte[64 * 1024 * 1024];

            assertThatThrownBy(() -> wire.write(much, 0, much.length, Duration.ofMillis(200)))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(peer.isClosed()).isFalse();
        }
    }

    @Test
    void g08_anInterruptEndsAWaitingReadAndTheFlagStays() throws Exception {
        try (Wire wire = new SocketConnector().connect(endpoint, LONG)) {
            CountDownLatch reading = new CountDownLatch(1);
            FutureTask<Boolean> read = new FutureTask<>(() -> {
                reading.countDown();
                assertThatThrownBy(() -> wire.read(new byte[1], 0, 1, LONG))
                        .isInstanceOf(InterruptedIOException.class)
                        .isNotInstanceOf(SocketTimeoutException.class);
                return Thread.currentThread().isInterrupted();
            });
            Thread thread = new Thread(read);
            thread.start();
            reading.await();

            thread.interrupt();

            assertThat(read.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCloseFromAnotherThreadEndsAWaitingRead() throws Exception {
        Wire wire = new SocketConnector().connect(endpoint, LONG);
        CountDownLatch reading = new CountDownLatch(1);
        FutureTask<Integer> read = new FutureTask<>(() -> {
            reading.countDown();
            return wire.read(new byte[1], 0, 1, LONG);
        });
        new Thread(read).start();
        reading.await();

        wire.close();

        assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ClosedChannelException.class);
        wire.close();
    }

    @Test
    void b34_theNextAddressIsTriedWhenTheFirstIsDead() throws IOException {
        InetAddress nobodyListens = InetAddress.getByName("127.0.0.77");
        InetAddress alive = InetAddress.getByName("127.0.0.1");
        Connector connector = new SocketConnector(host -> List.of(nobodyListens, alive));

        try (Wire wire = connector.connect(new Endpoint("two.example.com", server.getLocalPort()), LONG)) {
            assertThat(wire.remoteAddress()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void whenNoAddressAnswersEachIsNamed() throws IOException {
        InetAddress one = InetAddress.getByName("127.0.0.77");
        InetAddress two = InetAddress.getByName("127.0.0.78");
        Connector connector = new SocketConnector(host -> List.of(one, two));

        assertThatThrownBy(() -> connector.connect(new Endpoint("two.example.com", server.getLocalPort()), LONG))
                .isInstanceOf(ConnectException.class)
                .hasMessage("refused by 127.0.0.77; refused by 127.0.0.78");
    }

    @Test
    void b34_aNameServerThatNeverAnswersDoesNotHoldUs() {
        CountDownLatch never = new CountDownLatch(1);
        Connector connector = new SocketConnector(host -> {
            try {
                never.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        });

        assertThatThrownBy(() -> connector.connect(new Endpoint("slow.example.com", 110), SHORT))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("DNS did not answer within 30 ms");
        never.countDown();
    }

    @Test
    void anUnknownNameIsSaidToBeUnknown() {
        Connector connector = new SocketConnector(host -> {
            throw new UnknownHostException(host);
        });

        assertThatThrownBy(() -> connector.connect(new Endpoint("no.example.com", 110), LONG))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("DNS has no address for this name");
    }
}
