package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DemoCommandTest {
    @Test
    @Timeout(60)
    void theDemoShowsEveryMailAndEndsByItself() {
        Run run = Run.of("demo");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("1. Printer on the third floor is offline")
                .contains("2. Votre réservation du 24 novembre")
                .contains("Rechnung Müller – März.pdf")
                .contains("EmbeddedMsg1.xml")
                .contains("old.customer@example.org failed 5.1.1")
                .doesNotContain("\tat ");
        assertThat(run.out().lines().filter(line -> line.contains("In production ")))
                .hasSize(6);
    }
}
