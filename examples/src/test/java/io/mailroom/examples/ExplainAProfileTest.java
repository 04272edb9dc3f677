package io.mailroom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainAProfileTest {
    @Test
    void theTableSaysWhereEveryValueCameFromAndTheListSaysWhatToDo() {
        var printed = new ByteArrayOutputStream();

        new ExplainAProfile(
                        Map.of("SUPPORT_PASSWORD", "hunter2")::get,
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .tell();

        assertThat(printed.toString(StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceAll(" {2,}", "  ").strip()))
                .containsExactly(
                        "What support@example.com comes to, besides built-in defaults, and its port:",
                        "From Address  Example Support <support@example.com>  PROFILE",
                        "PollingInterval  60 s  PROFILE",
                        "POP3 Server  pop.example.com  DRIVER",
                        "POP3 Server Port  995  BUILT_IN",
                        "Enable SSL for POP3  True  DRIVER",
                        "POP3 Account Name  support  PROFILE",
                        "POP3 Account Password  ********  ENVIRONMENT  ${env:SUPPORT_PASSWORD}",
                        "Profile support@example.com cannot be used:",
                        "- \"POP3 Server Prot\": is not a parameter of Internet SMTP/POP3 Server; did you mean"
                                + " \"POP3 Server Port\"?",
                        "- \"POP3 Batch Size\": must be a whole number from 1 to 10000, but is \"many\"",
                        "- \"PollingInterval\" and \"polling-interval\" are one parameter, \"PollingInterval\"; keep one"
                                + " of them");
    }
}
