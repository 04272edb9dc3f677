package io.mailroom.profile;

import io.mailroom.profile.ValueFormat.RefusedValueException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A setting that a driver declares once, with everything known about it: name, type, unit, range, default, direction
 * and description. It is the typed key to {@link Settings}, and the reference page is made from it.
 *
 * <p>Names match without regard to case, spaces, hyphens and underscores: {@code POP3 Batch Size},
 * {@code pop3-batch-size} and {@code POP3BatchSize} are one. Immutable: each {@code with} method answers a new one.
 *
 * @param <T> type of the values
 */
public final class Parameter<T> {
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final Duration ONE_DAY = Duration.ofDays(1);

    private final String name;
    private final ValueFormat<T> format;
    private final DefaultValue<T> fallback;
    private final boolean required;
    private final Direction direction;
    private final List<String> aliases;
    private final String description;

    private Parameter(
            String name,
            ValueFormat<T> format,
            DefaultValue<T> fallback,
            boolean required,
            Direction direction,
            List<String> aliases,
            String description) {
        this.name = name;
        this.format = format;
        this.fallback = fallback;
        this.required = required;
        this.direction = direction;
        this.aliases = aliases;
        this.description = description;
    }

    private static <T> Parameter<T> of(String name, ValueFormat<T> format) {
        if (keyOf(name).isEmpty()) {
            throw new IllegalArgumentException("A parameter needs a name");
        }
        return new Parameter<>(name, format, DefaultValue.none(), false, Direction.BOTH, List.of(), "");
    }

    /** A whole number from {@code min} to {@code max}, both included. */
    public static Parameter<Integer> integer(String name, int min, int max) {
        return of(name, ValueFormats.integer(min, max));
    }

    /** A time from one second to one day; a bare number counts seconds. */
    public static Parameter<Duration> seconds(String name) {
        return seconds(name, ONE_SECOND, ONE_DAY);
    }

    /** A time from {@code min} to {@code max}, both included; a bare number counts seconds. */
    public static Parameter<Duration> seconds(String name, Duration min, Duration max) {
        return of(name, ValueFormats.duration(ChronoUnit.SECONDS, min, max));
    }

    /** A time from none to one day; a bare number counts minutes. */
    public static Parameter<Duration> minutes(String name) {
        return minutes(name, Duration.ZERO, ONE_DAY);
    }

    /** A time from {@code min} to {@code max}, both included; a bare number counts minutes. */
    public static Parameter<Duration> minutes(String name, Duration min, Duration max) {
        return of(name, ValueFormats.duration(ChronoUnit.MINUTES, min, max));
    }

    /** A time from {@code min} to {@code max}, both included; a bare number counts days. */
    public static Parameter<Duration> days(String name, Duration min, Duration max) {
        return of(name, ValueFormats.duration(ChronoUnit.DAYS, min, max));
    }

    /** {@code True} or {@code False}, in any case. Nothing else means False. */
    public static Parameter<Boolean> flag(String name) {
        return of(name, ValueFormats.flag());
    }

    /** One line of text; blanks around it do not count. */
    public static Parameter<String> text(String name) {
        return of(name, ValueFormats.text());
    }

    /** One line that is never shown; blanks around it count. */
    public static Parameter<Secret> secret(String name) {
        return of(name, ValueFormats.secret());
    }

    /** A size in bytes from {@code min} to {@code max}; {@code MiB} is 1,048,576 and {@code MB} 1,000,000 of them. */
    public static Parameter<Long> bytes(String name, long min, long max) {
        return of(name, ValueFormats.bytes(min, max));
    }

    /** A directory. A relative one stays relative, and belongs below the home directory the host names. */
    public static Parameter<Path> directory(String name) {
        return of(name, ValueFormats.directory());
    }

    /** A file. A relative one lies beside the file of the profile, or is left as it is when there is no such file. */
    public static Parameter<Path> file(String name) {
        return of(name, ValueFormats.file());
    }

    /** A character set this Java knows. */
    public static Parameter<Charset> charset(String name) {
        return of(name, ValueFormats.charset());
    }

    /** One address, with or without a proper name. */
    public static Parameter<EmailAddress> address(String name) {
        return of(name, ValueFormats.address());
    }

    /** A host name or an IP address; the brackets of an IPv6 address are removed. */
    public static Parameter<String> host(String name) {
        return of(name, ValueFormats.host());
    }

    /** One of the constants of an enum, matched as names of parameters are. */
    public static <E extends Enum<E>> Parameter<E> choice(String name, Class<E> type) {
        return of(name, ValueFormats.choice(type));
    }

    /** The parameters of several lists in one, each once, in the order of the lists. */
    public static List<Parameter<?>> union(List<List<Parameter<?>>> lists) {
        return lists.stream().flatMap(List::stream).distinct().toList();
    }

    /** The same parameter with a default. */
    public Parameter<T> withDefault(T value) {
        return with(fallback.always(value));
    }

    /** The same parameter with another default for profiles in which that flag is True. */
    public Parameter<T> withDefaultWhen(Parameter<Boolean> flag, T value) {
        return with(fallback.when(flag, value));
    }

    /** The same parameter, which has the value of another one when it is not set; that one is declared before it. */
    public Parameter<T> withDefaultOf(Parameter<T> other) {
        return with(fallback.sameAs(other));
    }

    private Parameter<T> with(DefaultValue<T> changed) {
        return new Parameter<>(name, format, changed, required, direction, aliases, description);
    }

    /** The same parameter, without which a profile used for the parameter's direction is refused. */
    public Parameter<T> required() {
        return new Parameter<>(name, format, fallback, true, direction, aliases, description);
    }

    /** The same parameter for one direction. Without this a parameter is for both. */
    public Parameter<T> forDirection(Direction only) {
        return new Parameter<>(name, format, fallback, required, only, aliases, description);
    }

    /** The same parameter with other names it may be given under. */
    public Parameter<T> withAliases(String... names) {
        return new Parameter<>(name, format, fallback, required, direction, List.of(names), description);
    }

    /** The same parameter with a description: whole sentences, as they appear in the reference page. */
    public Parameter<T> describedAs(String text) {
        return new Parameter<>(name, format, fallback, required, direction, aliases, text);
    }

    /** The name as it is documented. */
    public String name() {
        return name;
    }

    /** What two spellings of one name have in common. */
    public String key() {
        return keyOf(name);
    }

    /** Lower case, without spaces, hyphens and underscores. */
    static String keyOf(String spelling) {
        StringBuilder key = new StringBuilder(spelling.length());
        spelling.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(c -> c != '-' && c != '_' && !Character.isWhitespace(c) && !Character.isSpaceChar(c))
                .forEach(key::appendCodePoint);
        return key.toString();
    }

    /** The keys of the name and of all aliases. */
    Stream<String> keys() {
        return Stream.concat(Stream.of(name), aliases.stream()).map(Parameter::keyOf);
    }

    /** True when the spelling is the name or an alias, by the rules of matching. */
    public boolean isNamed(String spelling) {
        String key = keyOf(spelling);
        return keys().anyMatch(key::equals);
    }

    /** The Java type of the values. */
    public Class<T> type() {
        return format.type();
    }

    /** The word for the type in the reference page, such as {@code number} or {@code duration}. */
    public String typeName() {
        return format.typeName();
    }

    /** The unit in which a bare number counts: {@code s}, {@code min}, {@code bytes}, or empty. */
    public String unit() {
        return format.unit();
    }

    /** What is accepted, such as {@code a whole number from 1 to 65535}. */
    public String range() {
        return format.range();
    }

    /** The default that holds when no condition changes it. */
    public Optional<T> defaultValue() {
        return Optional.ofNullable(fallback.plain());
    }

    /** The default in words, with its conditions, or empty. */
    public String defaultText() {
        return fallback.inWords(this);
    }

    DefaultValue<T> fallback() {
        return fallback;
    }

    /** True when a profile used for this direction must have it. */
    public boolean isRequired() {
        return required;
    }

    /** True when the value is never shown. */
    public boolean isSecret() {
        return type() == Secret.class;
    }

    /** The direction the parameter is for. */
    public Direction direction() {
        return direction;
    }

    /** Other names it may be given under. */
    public List<String> aliases() {
        return aliases;
    }

    /** Whole sentences for a person, or empty. */
    public String description() {
        return description;
    }

    /** A value as text that {@link #parse} reads back, except that a secret is masked. */
    public String print(T value) {
        return format.printing().apply(value);
    }

    /**
     * Reads a value as a profile would, without references.
     *
     * @throws IllegalArgumentException when it is not one; the message names the parameter and the range, not the value
     */
    public T parse(CharSequence text) {
        try {
            return read(text, Path.of(""));
        } catch (RefusedValueException e) {
            throw new IllegalArgumentException("\"" + name + "\": must be " + range(), e);
        }
    }

    T read(CharSequence text, Path base) throws RefusedValueException {
        return format.reading().read(text, base);
    }

    /** Parameters with one key and one type are the same key to {@link Settings}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameter<?> that && key().equals(that.key()) && type() == that.type();
    }

    @Override
    public int hashCode() {
        return Objects.hash(key(), type());
    }

    @Override
    public String toString() {
        return name;
    }
}
