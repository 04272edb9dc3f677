package io.mailroom.profile;

import io.mailroom.profile.ValueFormat.RefusedValueException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The formats of contract section 2, one method each. */
final class ValueFormats {
    /** The longest text value, in characters. */
    private static final int LONGEST_TEXT = 4096;

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)[ \\t]*([a-zA-Z]*)");
    private static final Pattern HOST =
            Pattern.compile("[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_.-]{0,252})|[0-9a-fA-F:.]*:[0-9a-fA-F:.%a-z]*");

    private static final Map<String, BigDecimal> SIZES = Map.of(
            "", BigDecimal.ONE,
            "b", BigDecimal.ONE,
            "kb", BigDecimal.valueOf(1_000),
            "mb", BigDecimal.valueOf(1_000_000),
            "gb", BigDecimal.valueOf(1_000_000_000),
            "kib", BigDecimal.valueOf(1L << 10),
            "mib", BigDecimal.valueOf(1L << 20),
            "gib", BigDecimal.valueOf(1L << 30));

    private ValueFormats() {}

    static ValueFormat<Integer> integer(int min, int max) {
        return new ValueFormat<>(
                Integer.class,
                "number",
                "",
                "a whole number from " + min + " to " + max,
                (text, base) -> {
                    try {
                        int value = Integer.parseInt(text.toString().strip());
                        return inside(value, min, max);
                    } catch (NumberFormatException e) {
                        throw new RefusedValueException();
                    }
                },
                value -> Integer.toString(value));
    }

    /** A bare number counts in {@code unit}. */
    static ValueFormat<Duration> duration(ChronoUnit unit, Duration min, Duration max) {
        String range = "a time from " + inWords(min, unit) + " to " + inWords(max, unit)
                + (unit == ChronoUnit.DAYS ? ", such as 30 d, 12 h, P30D" : ", such as 30 s, 5 min, PT30S")
                + ", or a bare number of " + unit.name().toLowerCase(Locale.ROOT);
        return new ValueFormat<>(
                Duration.class,
                "duration",
                symbol(unit),
                range,
                (text, base) -> inside(time(text, unit), min, max),
                value -> print(value, unit));
    }

    private static String symbol(ChronoUnit unit) {
        return switch (unit) {
            case DAYS -> "d";
            case MINUTES -> "min";
            default -> "s";
        };
    }

    static ValueFormat<Boolean> flag() {
        return new ValueFormat<>(
                Boolean.class,
                "flag",
                "",
                "True or False",
                (text, base) -> {
                    String value = text.toString().strip();
                    if (value.equalsIgnoreCase("True")) {
                        return true;
                    }
                    if (value.equalsIgnoreCase("False")) {
                        return false;
                    }
                    throw new RefusedValueException();
                },
                value -> value ? "True" : "False");
    }

    static ValueFormat<String> text() {
        return new ValueFormat<>(
                String.class,
                "text",
                "",
                "one line of at most " + LONGEST_TEXT + " characters, without control characters",
                (text, base) -> line(text),
                value -> value);
    }

    static ValueFormat<Secret> secret() {
        return new ValueFormat<>(
                Secret.class,
                "secret",
                "",
                "one line of at most " + LONGEST_TEXT + " characters, without control characters",
                (text, base) -> {
                    requireLine(text);
                    return Secret.of(text);
                },
                Secret::toString);
    }

    static ValueFormat<Long> bytes(long min, long max) {
        String range =
                "a size from " + printBytes(min) + " to " + printBytes(max) + ", such as 1048576, 50 MiB or 50 MB";
        return new ValueFormat<>(
                Long.class,
                "size",
                "bytes",
                range,
                (text, base) -> {
                    Matcher amount = AMOUNT.matcher(text.toString().strip());
                    BigDecimal factor =
                            amount.matches() ? SIZES.get(amount.group(2).toLowerCase(Locale.ROOT)) : null;
                    if (factor == null) {
                        throw new RefusedValueException();
                    }
                    BigDecimal size = new BigDecimal(amount.group(1)).multiply(factor);
                    try {
                        return inside(size.longValueExact(), min, max);
                    } catch (ArithmeticException e) {
                        throw new RefusedValueException();
                    }
                },
                ValueFormats::printBytes);
    }

    /** A directory stays relative: the host resolves it against the home directory. */
    static ValueFormat<Path> directory() {
        return new ValueFormat<>(
                Path.class,
                "directory",
                "",
                "the path of a directory, absolute or below the home directory",
                (text, base) -> path(text),
                Path::toString);
    }

    /** A file is looked for beside the file of the profile. */
    static ValueFormat<Path> file() {
        return new ValueFormat<>(
                Path.class,
                "file",
                "",
                "the path of a file, absolute or beside the profile's own file",
                (text, base) -> base.resolve(path(text)),
                Path::toString);
    }

    static ValueFormat<Charset> charset() {
        return new ValueFormat<>(
                Charset.class,
                "charset",
                "",
                "the name of a character set this Java knows, such as UTF-8",
                (text, base) -> {
                    try {
                        return Charset.forName(text.toString().strip());
                    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                        throw new RefusedValueException();
                    }
                },
                Charset::name);
    }

    static ValueFormat<EmailAddress> address() {
        return new ValueFormat<>(
                EmailAddress.class,
                "address",
                "",
                "one address, as user@example.com or Name <user@example.com>",
                (text, base) -> {
                    try {
                        return EmailAddress.parse(line(text));
                    } catch (IllegalArgumentException e) {
                        throw new RefusedValueException();
                    }
                },
                EmailAddress::toString);
    }

    static ValueFormat<String> host() {
        return new ValueFormat<>(
                String.class,
                "host",
                "",
                "a host name or an IP address, without a scheme, a port or blanks",
                (text, base) -> {
                    String host = text.toString().strip();
                    if (host.startsWith("[") && host.endsWith("]")) {
                        host = host.substring(1, host.length() - 1);
                    }
                    // Two colons at least: "host:25" is a host and a port, not an IPv6 address.
                    boolean oneColon = host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':');
                    if (oneColon || !HOST.matcher(host).matches()) {
                        throw new RefusedValueException();
                    }
                    return host;
                },
                value -> value);
    }

    static <E extends Enum<E>> ValueFormat<E> choice(Class<E> type) {
        String range =
                Arrays.stream(type.getEnumConstants()).map(ValueFormats::word).collect(Collectors.joining(", "));
        return new ValueFormat<>(
                type,
                "choice",
                "",
                "one of " + range,
                (text, base) -> {
                    String key = Parameter.keyOf(text.toString());
                    Optional<E> chosen = Arrays.stream(type.getEnumConstants())
                            .filter(constant -> Parameter.keyOf(constant.name()).equals(key))
                            .findFirst();
                    return chosen.orElseThrow(RefusedValueException::new);
                },
                ValueFormats::word);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <C extends Comparable<C>> C inside(C value, C min, C max) throws RefusedValueException {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new RefusedValueException();
        }
        return value;
    }

    private static Duration time(CharSequence text, ChronoUnit bare) throws RefusedValueException {
        String given = text.toString().strip();
        try {
            if (given.startsWith("P") || given.startsWith("p")) {
                return Duration.parse(given);
            }
            Matcher amount = AMOUNT.matcher(given);
            if (!amount.matches()) {
                throw new RefusedValueException();
            }
            BigDecimal nanos =
                    BigDecimal.valueOf(unit(amount.group(2), bare).getDuration().toNanos());
            return Duration.ofNanos(
                    new BigDecimal(amount.group(1)).multiply(nanos).longValueExact());
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new RefusedValueException();
        }
    }

    private static ChronoUnit unit(String word, ChronoUnit bare) throws RefusedValueException {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "" -> bare;
            case "ms" -> ChronoUnit.MILLIS;
            case "s", "sec", "second", "seconds" -> ChronoUnit.SECONDS;
            case "min", "minute", "minutes" -> ChronoUnit.MINUTES;
            case "h", "hour", "hours" -> ChronoUnit.HOURS;
            case "d", "day", "days" -> ChronoUnit.DAYS;
            default -> throw new RefusedValueException();
        };
    }

    /** In the parameter's own unit when that is exact, since that is how the manual counts. */
    private static String print(Duration value, ChronoUnit unit) {
        if (unit == ChronoUnit.DAYS && value.equals(Duration.ofDays(value.toDays()))) {
            return value.toDays() + " d";
        }
        if (unit == ChronoUnit.MINUTES && value.equals(Duration.ofMinutes(value.toMinutes()))) {
            return value.toMinutes() + " min";
        }
        if (value.equals(Duration.ofSeconds(value.toSeconds()))) {
            return value.toSeconds() + " s";
        }
        return value.equals(Duration.ofMillis(value.toMillis())) ? value.toMillis() + " ms" : value.toString();
    }

    /** For people: whole hours as such. */
    private static String inWords(Duration value, ChronoUnit unit) {
        boolean hours = unit != ChronoUnit.DAYS && !value.isZero() && value.equals(Duration.ofHours(value.toHours()));
        return hours ? value.toHours() + " h" : print(value, unit);
    }

    private static String printBytes(long value) {
        for (int power = 3; power >= 1; power--) {
            long unit = 1L << (10 * power);
            if (value != 0 && value % unit == 0) {
                return value / unit + " " + "KMG".charAt(power - 1) + "iB";
            }
        }
        return value + " B";
    }

    private static Path path(CharSequence text) throws RefusedValueException {
        try {
            return Path.of(line(text));
        } catch (InvalidPathException e) {
            throw new RefusedValueException();
        }
    }

    private static String line(CharSequence text) throws RefusedValueException {
        requireLine(text);
        return text.toString().strip();
    }

    private static void requireLine(CharSequence text) throws RefusedValueException {
        if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedValueException();
        }
    }
}
