package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.Acknowledgement;
import io.mailroom.ResponseGroup;
import io.mailroom.internal.host.Host;
import io.mailroom.profile.Profile;
import io.mailroom.spi.AutomaticMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault I-03: help desks that answer each other, for six hours of simulated time. */
class LoopSimulationTest {
    private static final int COUNT = 5;
    private static final int MINUTES = 360;

    private final List<Desk> desks = new ArrayList<>();
    private boolean relaysStripHeaders;
    private int mails;

    /** One help desk, its mailbox, and where mail to it ends up. */
    private final class Desk {
        private final String address;
        private final Receiver receiver = new Receiver();
        private final RecordingHandler handler = new RecordingHandler();
        private final Host host;
        private Desk forwardedTo = this;

        Desk(String address, int detectionMinutes) {
            this.address = address;
            Profile profile = PostOffice.profile(address, "post.example.com").toBuilder()
                    .set("Loopback Detection Interval", String.valueOf(detectionMinutes))
                    .build();
            receiver.handler("tickets", handler).profile(profile);
            receiver.post.carriedBy(message -> relay(this, message));
            host = receiver.group(ResponseGroup.named("Desk")
                            .handler("tickets")
                            .profile(address)
                            .acknowledgement(Acknowledgement.of("Thanks: ${Subject}", "We have got it.")))
                    .start();
        }

        int answers() {
            return receiver.post.sent().size();
        }
    }

    @AfterEach
    void close() {
        desks.forEach(desk -> desk.host.close());
    }

    private Desk desk(String address, int detectionMinutes) {
        Desk desk = new Desk(address, detectionMinutes);
        desks.add(desk);
        return desk;
    }

    private void relay(Desk from, AutomaticMessage message) {
        desks.stream()
                .filter(desk -> desk.address.equalsIgnoreCase(message.to()))
                .forEach(to -> deliver(to.forwardedTo, from.address, message));
    }

    private void deliver(Desk to, String from, AutomaticMessage message) {
        StringBuilder mail = new StringBuilder("From: " + from + "\nSubject: " + message.subject() + "\n");
        mail.append("Message-ID: ").append(message.messageId()).append('\n');
        if (!relaysStripHeaders) {
            mail.append("Auto-Submitted: ").append(message.kind().keyword()).append('\n');
            message.headers()
                    .forEach((name, value) ->
                            mail.append(name).append(": ").append(value).append('\n'));
        }
        to.receiver.post.delivers(to.address, "uid-" + mails++, Mails.bytes(mail + "\n" + message.text() + "\n"));
    }

    private void aMailComes(Desk to, String from) {
        to.receiver.post.delivers(
                to.address, "uid-" + mails++, Mails.bytes("From: " + from + "\nSubject: hello\n\nHello.\n"));
    }

    private void hoursPass() {
        for (int minute = 0; minute < MINUTES; minute++) {
            desks.forEach(desk -> desk.receiver.clock.advance(Duration.ofMinutes(1)));
        }
    }

    @Test
    void twoDesksWhoseMailComesThroughWholeAnswerOnce() {
        Desk one = desk("one@a.test", 0);
        Desk two = desk("two@b.test", 0);
        aMailComes(one, two.address);

        hoursPass();

        assertThat(one.answers()).isEqualTo(1);
        assertThat(two.answers()).isZero();
        assertThat(two.handler.subjects()).containsExactly("Thanks: hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 600})
    void whenRelaysStripEveryHeaderDetectionEndsTheLoop(int detectionMinutes) {
        relaysStripHeaders = true;
        Desk one = desk("one@a.test", detectionMinutes);
        Desk two = desk("two@b.test", detectionMinutes);
        aMailComes(one, two.address);

        hoursPass();

        assertThat(one.answers()).isBetween(2, COUNT);
        assertThat(two.answers()).isBetween(2, COUNT);
        assertThat(one.handler.subjects().size()).isLessThanOrEqualTo(COUNT);
    }

    @Test
    void whenRelaysStripEveryHeaderAndDetectionIsOffTheLimitOfAcknowledgementsEndsTheLoop() {
        relaysStripHeaders = true;
        Desk one = desk("one@a.test", 0);
        Desk two = desk("two@b.test", 0);
        aMailComes(one, two.address);

        hoursPass();

        assertThat(one.answers()).isBetween(2, COUNT);
        assertThat(two.answers()).isBetween(2, COUNT);
    }

    @Test
    void aRingOfForwardersEndsAsWell() {
        relaysStripHeaders = true;
        Desk one = desk("one@a.test", 60);
        Desk two = desk("two@b.test", 60);
        Desk three = desk("three@c.test", 60);
        one.forwardedTo = two;
        two.forwardedTo = three;
        three.forwardedTo = one;
        aMailComes(one, two.address);

        hoursPass();

        assertThat(desks).allSatisfy(desk -> assertThat(desk.answers()).isLessThanOrEqualTo(2 * COUNT));
        int before = desks.stream().mapToInt(Desk::answers).sum();
        hoursPass();
        assertThat(desks.stream().mapToInt(Desk::answers).sum())
                .isEqualTo(before)
                .isPositive();
    }
}
