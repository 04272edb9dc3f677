package io.mailroom.profile;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A parameter with its value and where that came from; {@code source} is the reference or the line, in words. */
record Setting<T>(Parameter<T> parameter, @Nullable T value, Origin origin, String source) {
    static <T> Setting<T> notSet(Parameter<T> parameter) {
        return new Setting<>(parameter, null, Origin.NOT_SET, "");
    }

    static <T> Setting<T> builtIn(Parameter<T> parameter, T value) {
        return new Setting<>(parameter, value, Origin.BUILT_IN, "");
    }

    /** The value of a parameter among settings by key, if it is there and has the parameter's type. */
    static <T> Optional<T> find(Parameter<T> parameter, Map<String, Setting<?>> byKey) {
        Setting<?> setting = byKey.get(parameter.key());
        return setting == null || !parameter.type().isInstance(setting.value())
                ? Optional.empty()
                : Optional.of(parameter.type().cast(setting.value()));
    }

    private Optional<T> find() {
        return Optional.ofNullable(value);
    }

    Explanation explain() {
        return new Explanation(
                parameter.name(),
                find().map(parameter::print).orElse(""),
                origin,
                source,
                parameter.unit(),
                parameter.description());
    }

    @Override
    public String toString() {
        return parameter.name() + "=" + find().map(parameter::print).orElse("") + " (" + origin + ")";
    }
}
