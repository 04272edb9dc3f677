package io.mailroom.smtp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.CommunicationsException;
import io.mailroom.testkit.SmtpDouble;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.TlsSetup;
import io.mailroom.wire.Transcript;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
    private final SmtpDouble server = new SmtpDouble();
    private long now = 1;
    private final SmtpServer settings = new SmtpServer(
            "desk",
            new Endpoint("mail.test", 25),
            TlsPolicy.NONE,
            ConnectionPoolTest::noTls,
            null,
            false,
            List.of(),
            () -> "desk.test",
            Duration.ofMinutes(1));
    private final ConnectionPool pool = pool(4);

    private static TlsSetup noTls() {
        throw new IllegalStateException("no TLS is spoken here");
    }

    private ConnectionPool pool(int most) {
        return new ConnectionPool(settings, new SmtpConnector(server.connector(), Transcript::off), most, () -> now);
    }

    private void later(Duration time) {
        now += time.toNanos();
    }

    private long said(String command) {
        return server.commands().stream().filter(command::equals).count();
    }

    @Test
    void aConnectionIsUsedAgainAndAskedFirstWhenItHasBeenIdle() {
        SmtpConnection first = pool.take();
        pool.give(first);
        assertThat(pool.take()).isSameAs(first);
        assertThat(said("NOOP")).isZero();

        pool.give(first);
        later(ConnectionPool.TRUSTED_IDLE.plusMillis(1));

        assertThat(pool.take()).isSameAs(first);
        assertThat(said("NOOP")).isEqualTo(1);
    }

    @Test
    void aConnectionThatNoLongerAnswersIsReplaced() {
        SmtpConnection first = pool.take();
        pool.give(first);
        later(ConnectionPool.TRUSTED_IDLE.plusMillis(1));
        server.answers("NOOP", "hang up");

        SmtpConnection second = pool.take();

        assertThat(second).isNotSameAs(first);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aConnectionIsGivenUpWhenItIsOldAndWhenItWasIdleForLong() {
        SmtpConnection first = pool.take();
        later(ConnectionPool.LONGEST_LIFE.plusMillis(1));
        pool.give(first);
        assertThat(said("QUIT")).isEqualTo(1);

        pool.give(pool.take());
        later(ConnectionPool.LONGEST_IDLE.plusMillis(1));
        pool.closeIdle();

        assertThat(said("QUIT")).isEqualTo(2);
        assertThat(pool.hasNoneIdle()).isTrue();
    }

    @Test
    void theLimitFallsWithA421AndRisesAgainAfterAWhile() {
        SmtpConnection one = pool.take();
        server.takesConnections(1);
        Thread giver = new Thread(() -> {
            while (pool.limit() > 1) {
                Thread.onSpinWait(); // until the second has been turned away
            }
            pool.give(one);
        });
        giver.start();
        assertThat(pool.take()).isSameAs(one);
        assertThat(pool.limit()).isEqualTo(1);

        later(ConnectionPool.RELUCTANCE.plusMillis(1));
        server.takesConnections(4);

        assertThat(pool.take()).isNotSameAs(one);
        assertThat(pool.limit()).isEqualTo(4);
    }

    @Test
    void withNoneInUseA421IsTheAnswer() {
        server.takesConnections(0);

        assertThatThrownBy(pool::take)
                .isInstanceOf(CommunicationsException.class)
                .hasMessageContaining("421");
    }

    /** faults.md C-16, RFC 5321 §4.5.3.2.6. */
    @Test
    void c16TheAnswerToTheFinalDotMayTakeTenMinutes() {
        assertThat(settings.finalDotTimeout()).isEqualTo(Duration.ofMinutes(10));
    }
}
