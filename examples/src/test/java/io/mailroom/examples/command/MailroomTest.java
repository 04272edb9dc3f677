package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailroomTest {
    @Test
    void withoutACommandItSaysWhatThereIs() {
        Run run = Run.of();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("mailroom demo", "parse", "receive", "profile");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "parse", "receive", "run", "queue", "failed", "send", "outbox", "profile"})
    void everyCommandExplainsItself(String command) {
        Run run = Run.of(command, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: mailroom " + command).contains("--help");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void aWrongOptionIsRefusedWithWhereToReadOn() {
        Run run = Run.of("parse", "--jsonn", "x.eml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("--jsonn")
                .contains("Try: mailroom parse --help")
                .doesNotContain("\tat ");
    }

    @Test
    void nothingIsColouredThatIsNoTerminal() {
        Run run = Run.of("parse", "--help");

        assertThat(run.out()).doesNotContain("\u001b");
    }
}
