package io.mailroom.profile;

import java.util.List;

/**
 * A rule over several parameters, which a driver adds to what each parameter checks by itself.
 *
 * @param description one sentence for the reference page
 * @param reads the parameters it looks at; when one of them is wrong already, the rule is left out
 * @param check the rule
 */
public record SettingsRule(String description, List<Parameter<?>> reads, Check check) {
    /** Copies the list. */
    public SettingsRule {
        reads = List.copyOf(reads);
    }

    /** Looks at settings and says what it finds. */
    @FunctionalInterface
    public interface Check {
        /**
         * @param settings all settings; a required one may be missing, so it asks with {@link Settings#find}
         * @param findings where to say what is wrong
         */
        void check(Settings settings, Findings findings);
    }

    /** Takes sentences, each naming parameters in quotes and saying what to do. */
    public interface Findings {
        /** Refuses the profile. */
        void problem(String sentence);

        /** Lets it pass, to be logged at each start. */
        void warning(String sentence);
    }
}
