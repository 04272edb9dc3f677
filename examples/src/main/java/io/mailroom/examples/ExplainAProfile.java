package io.mailroom.examples;

import io.mailroom.InvalidProfileException;
import io.mailroom.pop3.Pop3Parameters;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Explanation;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An administrator sets what all mailboxes share, a profile the rest, and the environment keeps the password. What they
 * come to is one table; what is wrong with a profile is one list.
 */
public final class ExplainAProfile {
    private final ProfileResolver resolver;
    private final PrintStream out;

    ExplainAProfile(UnaryOperator<String> environment, PrintStream out) {
        this.resolver = ProfileResolver.of(Pop3Parameters.ALL)
                .withRules(Pop3Parameters.RULES)
                .withDriverDefaults(Map.of("POP3 Server", "pop.example.com", "Enable SSL for POP3", "True"))
                .withEnvironment(environment);
        this.out = out;
    }

    /** Tells the story on the terminal. */
    public static void main(String... arguments) {
        new ExplainAProfile(Map.of("SUPPORT_PASSWORD", "correct horse battery staple")::get, System.out).tell();
    }

    void tell() {
        Profile good = Profile.named("support@example.com", "Internet SMTP/POP3 Server")
                .set("From Address", "Example Support <support@example.com>")
                .set("pop3-account-name", "support")
                .set("Mail Password", "${env:SUPPORT_PASSWORD}")
                .set("PollingInterval", "1 min")
                .build();
        explain(good);

        Profile bad = good.toBuilder()
                .set("POP3 Server Prot", "995")
                .set("POP3 Batch Size", "many")
                .set("polling-interval", "30")
                .build();
        refuse(bad);
    }

    private void explain(Profile profile) {
        Settings settings = resolver.resolve(profile, Direction.INBOUND);
        out.println("What " + profile.name() + " comes to, besides built-in defaults, and its port:");
        for (Explanation row : settings.explain()) {
            boolean given =
                    switch (row.origin()) {
                        case BUILT_IN, NOT_SET -> row.name().equals(Pop3Parameters.SERVER_PORT.name());
                        default -> true;
                    };
            if (given) {
                out.printf("  %-22s %-42s %-12s %s%n", row.name(), row.value(), row.origin(), row.source());
            }
        }
    }

    private void refuse(Profile profile) {
        try {
            resolver.resolve(profile, Direction.INBOUND);
        } catch (InvalidProfileException refused) {
            out.println(refused.getMessage());
        }
    }
}
