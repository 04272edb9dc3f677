package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCommandTest {
    private static final String GOOD = """
            name   = support@example.com
            driver = Internet SMTP/POP3 Server
            From Address          = Support <support@example.com>
            POP3 Server           = pop.example.com
            Enable SSL for POP3   = True
            pop3_account_name     = support
            POP3 Account Password = ${file:password.txt}
            """;

    @TempDir
    private Path directory;

    @Test
    void aGoodProfileCanBeUsed() throws IOException {
        Run run = Run.of("profile", "check", profile(GOOD));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("support@example.com").contains("can be used");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void explainShowsEachValueWithItsOriginAndNoSecret() throws IOException {
        Run run = Run.of("profile", "explain", profile(GOOD));

        assertThat(run.code()).isZero();
        assertThat(row(run, "POP3 Server")).contains("pop.example.com").contains("profile");
        assertThat(row(run, "POP3 Server Port")).contains("995").contains("built-in");
        assertThat(row(run, "POP3 Account Password")).contains("file").contains("${file:password.txt}");
        assertThat(run.out() + run.err()).doesNotContain("s3cret");
    }

    @Test
    void theColumnsOfATableStandBelowEachOther() throws IOException {
        Run run = Run.of("profile", "explain", profile(GOOD));

        int column = row(run, "POP3 Server").indexOf("pop.example.com");
        assertThat(row(run, "POP3 Server Port").indexOf("995")).isEqualTo(column);
        assertThat(row(run, "PollingInterval").indexOf("30")).isEqualTo(column);
    }

    @Test
    void aProfileWithFiveMistakesListsFiveProblemsEachWithWhatToDo() throws IOException {
        Path file = profile("""
                name   = support@example.com
                driver = Internet SMTP/POP3 Server
                From Address        = nobody at all
                POP3 Server Port    = 70000
                PollingIntervall    = 30
                Enable SSL for POP3 = perhaps
                POP3 Server         = pop.example.com
                POP3 Account Name   = support
                """);

        Run check = Run.of("profile", "check", file);
        Run explain = Run.of("profile", "explain", file);

        assertThat(check.code()).isEqualTo(2);
        assertThat(check.out()).isEmpty();
        assertThat(check.err().lines().filter(line -> line.startsWith("  - "))).hasSize(5);
        assertThat(check.err())
                .contains(
                        "From Address",
                        "POP3 Server Port",
                        "65535",
                        "PollingInterval\"",
                        "Enable SSL for POP3",
                        "POP3 Account Password")
                .doesNotContain("\tat ");
        assertThat(explain).isEqualTo(check);
    }

    @Test
    void aDriverNobodyHasIsToldWithThoseThereAre() throws IOException {
        Path file = profile("name = a@example.com\ndriver = Carrier Pigeon\n");

        Run run = Run.of("profile", "check", file);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Carrier Pigeon").contains("Internet SMTP/POP3 Server");
    }

    @Test
    void aProfileThatIsNotThereIsTold() {
        Path missing = directory.resolve("missing.properties");

        Run run = Run.of("profile", "check", missing);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(missing.toString()).contains("does not exist");
    }

    private Path profile(String text) throws IOException {
        Files.writeString(directory.resolve("password.txt"), "s3cret\n");
        return Files.writeString(directory.resolve("support.properties"), text);
    }

    private static String row(Run run, String parameter) {
        return run.out()
                .lines()
                .filter(line -> line.strip().startsWith(parameter + "  "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + parameter + " in " + run.out()));
    }
}
