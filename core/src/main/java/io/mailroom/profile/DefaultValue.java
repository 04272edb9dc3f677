package io.mailroom.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a parameter is when nobody sets it: the first condition that holds, else the value of another parameter, else
 * the plain value, else nothing.
 */
record DefaultValue<T>(
        @Nullable T plain,
        List<Condition<T>> conditions,
        @Nullable Parameter<T> other) {
    /** In force when the flag is True. */
    record Condition<T>(Parameter<Boolean> flag, T value) {}

    static <T> DefaultValue<T> none() {
        return new DefaultValue<>(null, List.of(), null);
    }

    DefaultValue<T> always(T value) {
        return new DefaultValue<>(value, conditions, other);
    }

    DefaultValue<T> when(Parameter<Boolean> flag, T value) {
        List<Condition<T>> longer = new ArrayList<>(conditions);
        longer.add(new Condition<>(flag, value));
        return new DefaultValue<>(plain, List.copyOf(longer), other);
    }

    DefaultValue<T> sameAs(Parameter<T> parameter) {
        return new DefaultValue<>(plain, conditions, parameter);
    }

    /** The default among these settings, which hold every given value and the defaults of what was declared before. */
    Optional<T> among(Map<String, Setting<?>> settings) {
        for (Condition<T> condition : conditions) {
            boolean untouched = condition.flag().defaultValue().orElse(false);
            if (Setting.find(condition.flag(), settings).orElse(untouched)) {
                return Optional.of(condition.value());
            }
        }
        Optional<T> same = other == null ? Optional.empty() : Setting.find(other, settings);
        return same.or(() -> Optional.ofNullable(plain));
    }

    String inWords(Parameter<T> parameter) {
        List<String> words = new ArrayList<>();
        if (plain != null) {
            words.add(parameter.print(plain));
        }
        conditions.forEach(condition -> words.add(
                parameter.print(condition.value()) + " when " + condition.flag().name() + " is True"));
        if (other != null) {
            words.add("as " + other.name());
        }
        return String.join("; ", words);
    }
}
