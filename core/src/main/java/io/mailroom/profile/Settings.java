package io.mailroom.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a profile comes to: for every parameter of the driver one value, or none, and where it came from. Immutable and
 * safe for any thread, except that {@link #wipe()} ends the secrets.
 */
public final class Settings {
    private final Profile profile;
    private final Direction direction;
    private final Map<String, Setting<?>> byKey;
    private final List<Setting<?>> inOrder;
    private final List<String> warnings;
    private final Optional<Settings> driver;

    Settings(
            Profile profile,
            Direction direction,
            Map<String, Setting<?>> byKey,
            List<String> warnings,
            Optional<Settings> driver) {
        this.profile = profile;
        this.direction = direction;
        this.byKey = Map.copyOf(byKey);
        this.inOrder = List.copyOf(byKey.values());
        this.warnings = List.copyOf(warnings);
        this.driver = driver;
    }

    Map<String, Setting<?>> byKey() {
        Map<String, Setting<?>> copy = new LinkedHashMap<>();
        inOrder.forEach(setting -> copy.put(setting.parameter().key(), setting));
        return copy;
    }

    /** The profile these settings were made of. */
    public Profile profile() {
        return profile;
    }

    /** The direction the profile was resolved for. */
    public Direction direction() {
        return direction;
    }

    /**
     * The value of a parameter.
     *
     * @throws IllegalStateException when it has none; {@link #find} is for parameters without default
     * @throws IllegalArgumentException when the driver does not declare it
     */
    public <T> T get(Parameter<T> parameter) {
        return find(parameter)
                .orElseThrow(() -> new IllegalStateException("\"" + parameter.name() + "\" is not set in profile "
                        + profile.name() + ". Declare it as required for " + direction
                        + ", give it a default, or ask with find."));
    }

    /**
     * The value of a parameter, if it has one.
     *
     * @throws IllegalArgumentException when the driver does not declare it
     */
    public <T> Optional<T> find(Parameter<T> parameter) {
        requireDeclared(parameter);
        return Setting.find(parameter, byKey);
    }

    /** True when somebody gave it a value: an administrator or the profile, not the built-in default. */
    public boolean isSet(Parameter<?> parameter) {
        Origin origin = originOf(parameter);
        return origin != Origin.NOT_SET && origin != Origin.BUILT_IN;
    }

    /**
     * Where the value came from.
     *
     * @throws IllegalArgumentException when the driver does not declare the parameter
     */
    public Origin originOf(Parameter<?> parameter) {
        return requireDeclared(parameter).origin();
    }

    /** True when the driver declares the parameter, so that the others may be asked about it. */
    public boolean declares(Parameter<?> parameter) {
        Setting<?> setting = byKey.get(parameter.key());
        return setting != null && setting.parameter().type() == parameter.type();
    }

    private Setting<?> requireDeclared(Parameter<?> parameter) {
        Setting<?> setting = byKey.get(parameter.key());
        if (setting == null || setting.parameter().type() != parameter.type()) {
            throw new IllegalArgumentException("\"" + parameter.name() + "\" is not declared by " + profile.driver()
                    + ". Add it to the parameters of the driver, or ask declares first.");
        }
        return setting;
    }

    /** One row for each parameter, in the order the driver declares them; secrets masked. */
    public List<Explanation> explain() {
        return inOrder.stream().<Explanation>map(Setting::explain).toList();
    }

    /** What to log at the start: settings that are allowed but dangerous. One sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The settings for the creation of the driver, which differ from these in values given with the prefix
     * {@code Driver:} or {@code Service:}.
     */
    public Settings forDriver() {
        return driver.orElse(this);
    }

    /** Overwrites all secrets; logins after this fail. For the owner, when the service is closed for good. */
    public void wipe() {
        for (Setting<?> setting : inOrder) {
            if (setting.value() instanceof Secret secret) {
                secret.wipe();
            }
        }
        driver.ifPresent(Settings::wipe);
    }

    /** Every setting on a line, secrets masked. */
    @Override
    public String toString() {
        return "Settings of " + profile.name() + " " + inOrder;
    }
}
