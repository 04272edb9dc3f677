package io.mailroom.testkit;

import io.mailroom.QueueProcessor;
import io.mailroom.event.EventFields;
import io.mailroom.event.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The process that {@link KilledProcessorTest} kills: handles events until it is, and writes down each one it handled. */
final class KilledProcessor {
    private KilledProcessor() {}

    /** {@code HOME LEDGER}. */
    public static void main(String[] arguments) throws InterruptedException {
        Path ledger = Path.of(arguments[1]);
        try (QueueProcessor processor = QueueProcessor.builder()
                .home(Path.of(arguments[0]))
                .group("Support")
                .lookEvery(Duration.ofMillis(100))
                .handler("tickets", event -> {
                    Thread.sleep(5);
                    write(ledger, event.fields().get(EventFields.SUBJECT) + " " + event.possibleDuplicate());
                    return Outcome.ACCEPTED;
                })
                .build()) {
            processor.start();
            System.out.println("ready");
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static synchronized void write(Path ledger, String line) throws java.io.IOException {
        Files.write(
                ledger,
                (line + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC);
    }
}
