package io.mailroom.profile;

import java.util.List;
import java.util.function.Consumer;

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

    /** The rules of several lists in one, each once. */
    public static List<SettingsRule> union(List<List<SettingsRule>> lists) {
        return lists.stream().flatMap(List::stream).distinct().toList();
    }

    /** Refuses a profile that sets one of two parameters without the other. */
    public static SettingsRule together(Parameter<?> one, Parameter<?> other) {
        return new SettingsRule(
                one.name() + " and " + other.name() + " are set together.",
                List.of(one, other),
                (settings, findings) -> {
                    boolean hasOne = settings.find(one).isPresent();
                    if (hasOne != settings.find(other).isPresent()) {
                        Parameter<?> set = hasOne ? one : other;
                        Parameter<?> missing = hasOne ? other : one;
                        findings.problem("\"" + set.name() + "\" is set without \"" + missing.name()
                                + "\"; set both, or remove it");
                    }
                });
    }

    static Findings findings(Consumer<String> problems, Consumer<String> warnings) {
        return new Findings() {
            @Override
            public void problem(String sentence) {
                problems.accept(sentence);
            }

            @Override
            public void warning(String sentence) {
                warnings.accept(sentence);
            }
        };
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
