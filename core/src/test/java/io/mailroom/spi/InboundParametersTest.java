package io.mailroom.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import org.junit.jupiter.api.Test;

class InboundParametersTest {
    private final Profile.Builder profile =
            Profile.named("a", "any").set(InboundParameters.FROM_ADDRESS, "a@example.com");

    @Test
    void namesAndDefaultsAreThoseOfTheContract() {
        assertThat(InboundParameters.ALL.stream().map(InboundParametersTest::row))
                .containsExactly(
                        "From Address | required",
                        "PollingInterval | 30 s",
                        "Delete Processed Messages | True",
                        "Leave Messages On Server | False",
                        "Return Attachments | True",
                        "Parse Embedded Messages | True",
                        "Convert Incoming To Plain Text | False",
                        "Loopback Detection Interval | 0 min",
                        "Loopback Detection Count | 5",
                        "Process If Loopback Detected | False",
                        "Incoming Email Directory | incoming",
                        "Processed Email Directory | processed",
                        "Failed Email Directory | failed",
                        "Loopback Email Directory | loopback",
                        "Queued Email Directory | queued",
                        "Processed Retention Time | 0 d",
                        "Processed Retention Size | 0 B",
                        "Failed Retention Time | 0 d",
                        "Failed Retention Size | 0 B",
                        "Loopback Retention Time | 0 d",
                        "Loopback Retention Size | 0 B",
                        "Max Message Size | 50 MiB",
                        "Minimum Free Space | 64 MiB",
                        "LogDebug | False");
    }

    @Test
    void oneDirectoryForTwoPurposesIsRefused() {
        profile.set("Failed Email Directory", "mail/../processed");

        var problems = ProfileResolver.of(InboundParameters.ALL)
                .withRules(InboundParameters.RULES)
                .problems(profile.build(), Direction.INBOUND);

        assertThat(problems)
                .containsExactly("\"Processed Email Directory\" and \"Failed Email Directory\" are both processed;"
                        + " give each its own directory");
    }

    private static String row(Parameter<?> parameter) {
        return parameter.name() + " | " + (parameter.isRequired() ? "required" : parameter.defaultText());
    }
}
