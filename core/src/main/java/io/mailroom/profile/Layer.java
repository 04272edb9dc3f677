package io.mailroom.profile;

import io.mailroom.profile.Reference.BrokenReferenceException;
import io.mailroom.profile.ValueFormat.RefusedValueException;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The values that one author gave: the administrator's driver defaults, or a profile's overrides. */
final class Layer {
    /** How one author's values are read, and where what is wrong with them goes. */
    record Reader(
            ParameterNames names,
            String driver,
            Origin origin,
            UnaryOperator<@Nullable String> environment,
            Path base,
            Consumer<String> problems) {}

    private final Reader reader;
    private final Map<Audience, Map<String, Setting<?>>> settings = new HashMap<>();
    private final Map<Audience, Map<String, ParameterOverride>> written = new HashMap<>();
    private final Set<String> broken = new HashSet<>();

    private Layer(Reader reader) {
        this.reader = reader;
        for (Audience audience : Audience.values()) {
            settings.put(audience, new HashMap<>());
            written.put(audience, new HashMap<>());
        }
    }

    static Layer read(List<ParameterOverride> entries, Reader reader) {
        Layer layer = new Layer(reader);
        entries.forEach(layer::accept);
        return layer;
    }

    /** What this author says of a parameter to the driver or to the service. */
    Optional<Setting<?>> find(Parameter<?> parameter, Audience audience) {
        return Optional.ofNullable(of(settings, audience).get(parameter.key()));
    }

    /** Keys of parameters whose value here cannot be used, so that nothing more is said about them. */
    Set<String> broken() {
        return broken;
    }

    private void accept(ParameterOverride entry) {
        String name = Audience.withoutPrefix(entry.name());
        Optional<Parameter<?>> known = reader.names().find(name);
        if (known.isEmpty()) {
            problem(
                    entry,
                    "is not a parameter of " + reader.driver() + "; "
                            + reader.names()
                                    .nearest(name)
                                    .map(nearest -> "did you mean \"" + nearest + "\"?")
                                    .orElse("remove it, or correct the name"));
        } else if (!entry.value().isBlank() && isFirst(entry, known.get())) {
            settle(entry, known.get());
        }
    }

    private boolean isFirst(ParameterOverride entry, Parameter<?> parameter) {
        for (Audience audience : Audience.of(entry.name())) {
            ParameterOverride first = of(written, audience).putIfAbsent(parameter.key(), entry);
            if (first != null) {
                problem(
                        first,
                        "and " + entry.where() + " are one parameter, \"" + parameter.name() + "\"; keep one of them");
                broken.add(parameter.key());
                return false;
            }
        }
        return true;
    }

    private void settle(ParameterOverride entry, Parameter<?> parameter) {
        try {
            Setting<?> setting = setting(entry, parameter);
            for (Audience audience : Audience.of(entry.name())) {
                of(settings, audience).put(parameter.key(), setting);
            }
        } catch (BrokenReferenceException e) {
            broken.add(parameter.key());
            problem(entry, e.getMessage());
        } catch (RefusedValueException e) {
            broken.add(parameter.key());
            // What a reference stands for is not shown: it may have been meant for a secret parameter.
            boolean shown = !parameter.isSecret() && Reference.in(entry.value()).isEmpty();
            problem(
                    entry,
                    "must be " + parameter.range()
                            + (shown
                                    ? ", but is \""
                                            + Wording.shown(entry.value().strip()) + "\""
                                    : ""));
        }
    }

    private <T> Setting<T> setting(ParameterOverride entry, Parameter<T> parameter)
            throws BrokenReferenceException, RefusedValueException {
        Optional<Reference> reference = Reference.in(entry.value());
        String line = entry.line() > 0 ? "line " + entry.line() : "";
        if (reference.isEmpty()) {
            return new Setting<>(parameter, parameter.read(entry.value(), reader.base()), reader.origin(), line);
        }
        Reference.Content content = reference.get().follow(reader.environment(), reader.base());
        CharBuffer characters = content.characters();
        try {
            T value = parameter.read(characters, reader.base());
            return new Setting<>(
                    parameter, value, content.origin(), reference.get().toString());
        } finally {
            Arrays.fill(characters.array(), '\0');
        }
    }

    private void problem(ParameterOverride entry, String what) {
        String author = reader.origin() == Origin.DRIVER ? "driver default " : "";
        String colon = what.startsWith("and ") ? " " : ": ";
        reader.problems().accept(author + entry.where() + colon + what);
    }

    private static <V> Map<String, V> of(Map<Audience, Map<String, V>> maps, Audience audience) {
        return maps.getOrDefault(audience, Map.of());
    }
}
