package io.mailroom.profile;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One profile being resolved: the layers read, laid over each other, and judged. */
final class Resolution {
    private final List<Parameter<?>> parameters;
    private final Profile profile;
    private final Direction used;
    private final List<Layer> layers;
    private final Set<String> problems;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Settings settings;

    private Resolution(
            List<Parameter<?>> parameters, Profile profile, Direction used, List<Layer> layers, Set<String> problems) {
        this.parameters = parameters;
        this.profile = profile;
        this.used = used;
        this.layers = layers;
        this.problems = problems;
        Settings forDriver = overlay(Audience.DRIVER, Optional.empty());
        this.settings = overlay(Audience.SERVICE, Optional.of(forDriver));
    }

    static Resolution of(
            List<Parameter<?>> parameters,
            ParameterNames names,
            Map<String, String> driverDefaults,
            List<SettingsRule> rules,
            UnaryOperator<@Nullable String> environment,
            Profile profile,
            Direction used) {
        Set<String> problems = new LinkedHashSet<>(profile.defects());
        Layer overrides = Layer.read(
                profile.overrides(),
                new Layer.Reader(
                        names, profile.driver(), Origin.PROFILE, environment, profile.directory(), problems::add));
        Layer defaults = Layer.read(
                driverDefaults.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> new ParameterOverride(entry.getKey(), entry.getValue(), 0))
                        .toList(),
                new Layer.Reader(names, profile.driver(), Origin.DRIVER, environment, Path.of(""), problems::add));
        Resolution resolution = new Resolution(parameters, profile, used, List.of(overrides, defaults), problems);
        resolution.requireValues();
        resolution.judge(rules);
        return resolution;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    Settings settings() {
        return new Settings(profile, used, settings.byKey(), List.copyOf(warnings), Optional.of(settings.forDriver()));
    }

    /** Given values first, then defaults, in the order of declaration since some depend on others. */
    private Settings overlay(Audience audience, Optional<Settings> driver) {
        Map<String, Setting<?>> byKey = new LinkedHashMap<>();
        parameters.forEach(parameter -> byKey.put(parameter.key(), given(parameter, audience)));
        byKey.replaceAll(
                (key, setting) -> setting.origin() == Origin.NOT_SET ? builtIn(setting.parameter(), byKey) : setting);
        return new Settings(profile, used, byKey, List.of(), driver);
    }

    private Setting<?> given(Parameter<?> parameter, Audience audience) {
        for (Layer layer : layers) {
            Optional<Setting<?>> setting = layer.find(parameter, audience);
            if (setting.isPresent()) {
                return setting.get();
            }
        }
        return Setting.notSet(parameter);
    }

    private static <T> Setting<T> builtIn(Parameter<T> parameter, Map<String, Setting<?>> soFar) {
        return parameter
                .fallback()
                .among(soFar)
                .map(value -> Setting.builtIn(parameter, value))
                .orElseGet(() -> Setting.notSet(parameter));
    }

    private void requireValues() {
        for (Parameter<?> parameter : parameters) {
            if (parameter.isRequired()
                    && parameter.direction().overlaps(used)
                    && settings.find(parameter).isEmpty()
                    && !broken().contains(parameter.key())) {
                problems.add("\"" + parameter.name() + "\": has no default; set it in the profile");
            }
        }
    }

    private void judge(List<SettingsRule> rules) {
        Set<String> broken = broken();
        for (SettingsRule rule : rules) {
            List<Parameter<?>> reads = rule.reads();
            boolean judged = reads.stream()
                    .allMatch(parameter -> settings.declares(parameter) && !broken.contains(parameter.key()));
            if (judged) {
                rule.check().check(settings, SettingsRule.findings(problems::add, warnings::add));
            }
        }
    }

    private Set<String> broken() {
        Set<String> broken = new HashSet<>();
        layers.forEach(layer -> broken.addAll(layer.broken()));
        return broken;
    }
}
