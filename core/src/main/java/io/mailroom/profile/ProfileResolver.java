package io.mailroom.profile;

import io.mailroom.InvalidProfileException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes settings of a profile, in one step and once: built-in default, driver default, profile override, and what a
 * reference stands for. Everything that is wrong is told at once. Immutable and safe for any thread; each resolution
 * reads the environment and the files anew.
 *
 * <p>An empty value sets nothing, so the layer below holds.
 */
public final class ProfileResolver {
    private final List<Parameter<?>> parameters;
    private final ParameterNames names;
    private final Map<String, String> driverDefaults;
    private final List<SettingsRule> rules;
    private final UnaryOperator<@Nullable String> environment;

    private ProfileResolver(
            List<Parameter<?>> parameters,
            ParameterNames names,
            Map<String, String> driverDefaults,
            List<SettingsRule> rules,
            UnaryOperator<@Nullable String> environment) {
        this.parameters = parameters;
        this.names = names;
        this.driverDefaults = driverDefaults;
        this.rules = rules;
        this.environment = environment;
    }

    /**
     * A resolver for the profiles of one driver, without driver defaults and rules.
     *
     * @throws IllegalArgumentException when two parameters share a name or an alias
     */
    public static ProfileResolver of(List<Parameter<?>> parameters) {
        List<Parameter<?>> copy = List.copyOf(parameters);
        return new ProfileResolver(copy, new ParameterNames(copy), Map.of(), List.of(), System::getenv);
    }

    /** The same resolver with the defaults an administrator set for the driver, by any spelling of the names. */
    public ProfileResolver withDriverDefaults(Map<String, String> defaults) {
        return new ProfileResolver(parameters, names, Map.copyOf(defaults), rules, environment);
    }

    /** The same resolver with the driver's rules over several parameters. */
    public ProfileResolver withRules(List<SettingsRule> crossRules) {
        return new ProfileResolver(parameters, names, driverDefaults, List.copyOf(crossRules), environment);
    }

    /** The same resolver, which asks this function for variables; it answers null for one that is not set. */
    public ProfileResolver withEnvironment(UnaryOperator<@Nullable String> variables) {
        return new ProfileResolver(
                parameters, names, driverDefaults, rules, Objects.requireNonNull(variables, "variables"));
    }

    /**
     * The settings a profile comes to.
     *
     * @param used the direction the profile will be used for: what it must have depends on that
     * @throws InvalidProfileException with every problem at once
     */
    public Settings resolve(Profile profile, Direction used) {
        Resolution resolution = resolution(profile, used);
        if (!resolution.problems().isEmpty()) {
            throw new InvalidProfileException(profile.name(), resolution.problems());
        }
        return resolution.settings();
    }

    /** Every problem that {@link #resolve(Profile, Direction)} would refuse the profile for, or an empty list. */
    public List<String> problems(Profile profile, Direction used) {
        return resolution(profile, used).problems();
    }

    private Resolution resolution(Profile profile, Direction used) {
        return Resolution.of(parameters, names, driverDefaults, rules, environment, profile, used);
    }

    /**
     * The settings a profile comes to, without rules.
     *
     * @throws InvalidProfileException with every problem at once
     */
    public static Settings resolve(
            List<Parameter<?>> parameters, Map<String, String> driverDefaults, Profile profile, Direction used) {
        return of(parameters).withDriverDefaults(driverDefaults).resolve(profile, used);
    }

    /** Every problem of the profile, without rules, or an empty list. */
    public static List<String> problems(
            List<Parameter<?>> parameters, Map<String, String> driverDefaults, Profile profile, Direction used) {
        return of(parameters).withDriverDefaults(driverDefaults).problems(profile, used);
    }
}
