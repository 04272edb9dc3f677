package io.mailroom.examples.command;

import io.mailroom.testkit.Mailhost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code mailroom receive --json --until-empty} in a process of its own, for a user of the test's Dovecot. Its home, its
 * profile and what it says lie in one directory.
 */
record ReceivingChild(Path directory, Mailhost mailhost, String user, String protocol) {
    Path home() {
        return directory.resolve("home");
    }

    /** What it wrote on standard output, all its lives together. */
    Path out() {
        return directory.resolve("events.json");
    }

    /** What it wrote on standard error. */
    Path err() {
        return directory.resolve("err.txt");
    }

    /** The profile as a file, without TLS; with more lines if need be. */
    Path profile(String... more) throws IOException {
        return Files.writeString(directory.resolve("profile.properties"), """
                name = %s@mailhost.test
                driver = Internet SMTP/PROTOCOL Server
                From Address = %s@mailhost.test
                PROTOCOL Server = %s
                PROTOCOL Server Port = %s
                PROTOCOL Account Name = %s
                PROTOCOL Account Password = %s
                %s
                """.replace("PROTOCOL", protocol).formatted(
                user,
                user,
                mailhost.value("HOST"),
                mailhost.value(protocol),
                user,
                mailhost.password(user),
                String.join("\n", more)));
    }

    /** Begins. */
    Process start(Path profile, String... virtualMachine) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        words.addAll(List.of(virtualMachine));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Mailroom.class.getName()));
        words.addAll(List.of("receive", "--json", "--until-empty", "--profile", profile.toString()));
        words.addAll(List.of("--home", home().toString()));
        return new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out().toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(err().toFile()))
                .start();
    }
}
