package io.mailroom.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/**
 * A named mailbox setup: the driver it refers to, what it overrides, and who may see it. Nothing is checked against the
 * driver here; {@link ProfileResolver} does that. Immutable.
 *
 * <p>A value may be a reference, {@code ${env:NAME}} or {@code ${file:path}}; the profile keeps the reference and never
 * what it stands for.
 */
public final class Profile {
    /** The longest name, in characters. */
    public static final int LONGEST_NAME = 200;

    private final String name;
    private final String driver;
    private final List<ParameterOverride> overrides;
    private final Set<String> organizations;
    private final Set<String> responsibilities;
    private final String creator;
    private final Path directory;
    private final List<String> defects;

    private Profile(Builder builder) {
        this.name = builder.name;
        this.driver = builder.driver;
        this.overrides = List.copyOf(builder.overrides);
        this.organizations = Set.copyOf(builder.organizations);
        this.responsibilities = Set.copyOf(builder.responsibilities);
        this.creator = builder.creator;
        this.directory = builder.directory;
        this.defects = List.copyOf(builder.defects);
    }

    /**
     * A profile to be filled in.
     *
     * @param name usually the address of the mailbox
     * @param driver name of the driver, such as {@code Internet SMTP/POP3 Server}
     * @throws IllegalArgumentException when a name is blank, longer than {@value #LONGEST_NAME} or holds controls
     */
    public static Builder named(String name, String driver) {
        return new Builder(name, driver);
    }

    /**
     * The profile that these entries describe: {@code name}, {@code driver}, {@code organizations},
     * {@code responsibilities}, {@code creator}; every other entry sets a parameter.
     *
     * @throws io.mailroom.InvalidProfileException when name or driver is missing
     */
    public static Profile from(Map<String, String> entries) {
        return ProfileFile.from(entries);
    }

    /**
     * As {@link #from(Map)}; entries that are not strings are left out, defaults of the properties are read.
     *
     * @throws io.mailroom.InvalidProfileException when name or driver is missing
     */
    public static Profile from(Properties entries) {
        return ProfileFile.from(entries);
    }

    /**
     * Reads a {@code .properties} file in UTF-8, at most {@value PropertyFile#MOST_BYTES} bytes, in which names may hold
     * spaces: {@code POP3 Server Port = 995}. Escapes are those of the format ({@code \\ \: \= \t \n \}{@code uXXXX},
     * a backslash at the end of a line).
     *
     * @throws io.mailroom.InvalidProfileException when the file cannot be read, or name or driver is missing; other
     *     mistakes in it are told by {@link ProfileResolver}, together with all the rest
     */
    public static Profile load(Path file) {
        return ProfileFile.load(file);
    }

    static boolean isName(String name) {
        return !name.isBlank() && name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl);
    }

    /** Usually the address of the mailbox. */
    public String name() {
        return name;
    }

    /** Name of the driver. */
    public String driver() {
        return driver;
    }

    /** What the profile sets, in the order and spelling it was written. */
    public List<ParameterOverride> overrides() {
        return overrides;
    }

    /** Names of the organizations the profile is associated with. */
    public Set<String> organizations() {
        return organizations;
    }

    /** Names of the responsibilities the profile is associated with. */
    public Set<String> responsibilities() {
        return responsibilities;
    }

    /** Login of the user who created it, or empty. */
    public String creator() {
        return creator;
    }

    /** The directory of the profile's file, from which its relative paths count; empty when it came from no file. */
    public Path directory() {
        return directory;
    }

    /** Mistakes of writing that the file has besides wrong values, one sentence each. */
    List<String> defects() {
        return defects;
    }

    /** A copy to be changed. */
    public Builder toBuilder() {
        Builder builder = new Builder(name, driver);
        builder.overrides.addAll(overrides);
        builder.organizations.addAll(organizations);
        builder.responsibilities.addAll(responsibilities);
        builder.creator = creator;
        builder.directory = directory;
        builder.defects.addAll(defects);
        return builder;
    }

    /** Name, driver and the names of the overrides; never a value. */
    @Override
    public String toString() {
        return "Profile " + name + " (" + driver + ", sets " + overrides + ")";
    }

    /** Fills in a profile. For one thread. */
    public static final class Builder {
        private final String name;
        private final String driver;
        private final List<ParameterOverride> overrides = new ArrayList<>();
        private final Set<String> organizations = new LinkedHashSet<>();
        private final Set<String> responsibilities = new LinkedHashSet<>();
        private final List<String> defects = new ArrayList<>();
        private String creator = "";
        private Path directory = Path.of("");

        private Builder(String name, String driver) {
            this.name = checked("name of a profile", name);
            this.driver = checked("name of a driver", driver);
        }

        private static String checked(String what, String name) {
            if (!isName(name)) {
                throw new IllegalArgumentException("The " + what + " is one line of 1 to " + LONGEST_NAME
                        + " characters, but is \"" + Wording.shown(name) + "\"");
            }
            return name.strip();
        }

        /** Sets a parameter by any spelling of its name. A second value for one parameter is refused on resolution. */
        public Builder set(String parameter, String value) {
            return set(new ParameterOverride(parameter, value, 0));
        }

        /** Sets a parameter, as text. */
        public Builder set(Parameter<?> parameter, String value) {
            return set(parameter.name(), value);
        }

        Builder set(ParameterOverride override) {
            overrides.add(override);
            return this;
        }

        /** Takes back every value given for the parameter so far, with or without a prefix. */
        public Builder unset(Parameter<?> parameter) {
            overrides.removeIf(override -> parameter.isNamed(Audience.withoutPrefix(override.name())));
            return this;
        }

        /** Associates the profile with an organization. */
        public Builder organization(String organization) {
            organizations.add(Objects.requireNonNull(organization, "organization"));
            return this;
        }

        /** Associates the profile with a responsibility. */
        public Builder responsibility(String responsibility) {
            responsibilities.add(Objects.requireNonNull(responsibility, "responsibility"));
            return this;
        }

        /** Names the user who creates the profile. */
        public Builder creator(String login) {
            this.creator = Objects.requireNonNull(login, "login");
            return this;
        }

        /** The directory from which relative paths of files count. */
        public Builder directory(Path base) {
            this.directory = Objects.requireNonNull(base, "base");
            return this;
        }

        Builder defect(String sentence) {
            defects.add(sentence);
            return this;
        }

        /** The profile as filled in so far. */
        public Profile build() {
            return new Profile(this);
        }
    }
}
