package io.mailroom;

import io.mailroom.profile.EmailAddress;
import io.mailroom.profile.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Profiles that share a handler, and what is passed on with their events (contract section 8). A value: it says what is
 * to be, and the receiver makes it so when the group is submitted. Immutable.
 */
public final class ResponseGroup {
    /** The longest name, in characters. */
    public static final int LONGEST_NAME = 100;

    /** Workers of a group that says nothing else. */
    public static final int USUAL_WORKERS = 5;

    /** The most workers of one group. */
    public static final int MOST_WORKERS = 1_000;

    /** The most profiles of one group. */
    public static final int MOST_PROFILES = 10_000;

    private final String name;
    private final List<String> profiles;
    private final String handler;
    private final Optional<EmailAddress> administrator;
    private final String description;
    private final boolean active;
    private final int fewestWorkers;
    private final int mostWorkers;
    private final @Nullable Acknowledgement acknowledgement;
    private final InputArguments arguments;
    private final Builder origin;

    private ResponseGroup(Builder builder, String handler, Optional<EmailAddress> administrator) {
        this.name = builder.name;
        this.profiles = List.copyOf(builder.profiles);
        this.handler = handler;
        this.administrator = administrator;
        this.description = builder.description;
        this.active = builder.active;
        this.fewestWorkers = builder.fewestWorkers;
        this.mostWorkers = builder.mostWorkers;
        this.acknowledgement = builder.acknowledgement;
        this.arguments = InputArguments.of(builder.declared(), builder.argumentsWith(handler));
        this.origin = builder;
    }

    /**
     * Reads a group from a file of entries, as profiles are read: {@code name}, {@code profiles} (with commas between),
     * {@code handler} or {@code ProcessName}, {@code administrator}, {@code description}, {@code active},
     * {@code acknowledgement} (a file beside this one), {@code fewest workers}, {@code most workers}; everything else is
     * an input argument.
     *
     * @throws InvalidResponseGroupException with every problem at once
     */
    public static ResponseGroup load(Path file) {
        return GroupFile.load(file);
    }

    /**
     * A group to be filled in.
     *
     * @param name shown to people, and the name of its queue
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Shown to people, and the name of its queue. */
    public String name() {
        return name;
    }

    /** Names of its profiles, in the order they were added; perhaps none yet. */
    public List<String> profiles() {
        return profiles;
    }

    /** Name of the handler: the argument {@code ProcessName}. */
    public String handler() {
        return handler;
    }

    /** Who is told by mail of trouble, if anybody. */
    public Optional<EmailAddress> administrator() {
        return administrator;
    }

    /** Notes for people, or empty. */
    public String description() {
        return description;
    }

    /** True when the group runs as soon as the receiver does. */
    public boolean isActive() {
        return active;
    }

    /** Threads that are kept while nothing is to be done. */
    public int fewestWorkers() {
        return fewestWorkers;
    }

    /** Events that may be in the handler's hands at the same time. */
    public int mostWorkers() {
        return mostWorkers;
    }

    /** What is passed on with every event. */
    public InputArguments arguments() {
        return arguments;
    }

    /** True when the receiver calls the handler, false when events are queued on disk. */
    public boolean isRealTime() {
        return arguments.get(InputArguments.REAL_TIME);
    }

    /** True when nothing may be sent, deleted or acknowledged. */
    public boolean isTestMode() {
        return arguments.get(InputArguments.ENABLE_TEST_MODE);
    }

    /** True when senders of accepted mail get an acknowledgement, test mode aside. */
    public boolean isAcknowledging() {
        return !arguments.get(InputArguments.DISABLE_SEND_ACKNOWLEDGEMENT);
    }

    /**
     * The words that senders of accepted mail get. Without any no acknowledgement is sent, whatever {@link
     * #isAcknowledging()} says: nobody's customers should read what nobody wrote.
     */
    public Optional<Acknowledgement> acknowledgement() {
        return Optional.ofNullable(acknowledgement);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResponseGroup that && origin.values().equals(that.origin.values());
    }

    @Override
    public int hashCode() {
        return origin.values().hashCode();
    }

    /** A copy to be changed. */
    public Builder toBuilder() {
        return origin.copy();
    }

    @Override
    public String toString() {
        return "Response group " + name + " " + profiles + " " + arguments;
    }

    /** Fills in a group. Everything is checked by {@link #build()}, at once. For one thread. */
    public static final class Builder {
        private final String name;
        private final Set<String> profiles = new LinkedHashSet<>();
        private final Map<String, String> arguments = new LinkedHashMap<>();
        private final List<Parameter<?>> more = new ArrayList<>();
        private String handler = "";
        private String administrator = "";
        private String description = "";
        private boolean active = true;
        private int fewestWorkers;
        private int mostWorkers = USUAL_WORKERS;
        private @Nullable Acknowledgement acknowledgement;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name").strip();
        }

        private Builder copy() {
            Builder copy = new Builder(name);
            copy.profiles.addAll(profiles);
            copy.arguments.putAll(arguments);
            copy.more.addAll(more);
            copy.handler = handler;
            copy.administrator = administrator;
            copy.description = description;
            copy.active = active;
            copy.fewestWorkers = fewestWorkers;
            copy.mostWorkers = mostWorkers;
            copy.acknowledgement = acknowledgement;
            return copy;
        }

        /** All that makes two groups the same. */
        private List<Object> values() {
            return Arrays.asList(
                    name,
                    List.copyOf(profiles),
                    arguments,
                    handler,
                    administrator,
                    description,
                    active,
                    fewestWorkers,
                    mostWorkers,
                    acknowledgement);
        }

        /** Adds a profile, by name; one that is there already is not added again. */
        public Builder profile(String profile) {
            if (profiles.stream().noneMatch(profile.strip()::equalsIgnoreCase)) {
                profiles.add(profile.strip());
            }
            return this;
        }

        /** Takes a profile out. */
        public Builder withoutProfile(String profile) {
            profiles.removeIf(profile.strip()::equalsIgnoreCase);
            return this;
        }

        /** Names the handler; the same as the argument {@code ProcessName}. */
        public Builder handler(String process) {
            this.handler = process.strip();
            return this;
        }

        /** Says who is told of trouble, as {@code user@example.com} or {@code Name <user@example.com>}. */
        public Builder administrator(String address) {
            this.administrator = address.strip();
            return this;
        }

        /** Notes for people. */
        public Builder description(String notes) {
            this.description = Objects.requireNonNull(notes, "notes");
            return this;
        }

        /** Says whether the group runs as soon as the receiver does. Without this it does. */
        public Builder active(boolean atStartup) {
            this.active = atStartup;
            return this;
        }

        /**
         * Says how many threads call the handler. With more than one it is called for several events at once, and the
         * order of arrival is not kept; {@code workers(0, 1)} keeps it. Without this there are up to {@link
         * #USUAL_WORKERS}, none of which is kept while nothing is to be done.
         *
         * @param fewest threads kept while nothing is to be done, 0 or more
         * @param most events in hand at the same time, 1 to {@link #MOST_WORKERS}
         */
        public Builder workers(int fewest, int most) {
            this.fewestWorkers = fewest;
            this.mostWorkers = most;
            return this;
        }

        /** What senders of accepted mail are told, unless <i>Disable Send Acknowledgement</i> is True. */
        public Builder acknowledgement(Acknowledgement words) {
            this.acknowledgement = Objects.requireNonNull(words, "words");
            return this;
        }

        /** Sets an argument by any spelling of its name; a later value for the same spelling replaces it. */
        public Builder argument(String argument, String value) {
            arguments.put(argument, value);
            return this;
        }

        /** Sets an argument, as text. */
        public Builder argument(Parameter<?> argument, String value) {
            arguments.keySet().removeIf(argument::isNamed);
            return argument(argument.name(), value);
        }

        /** Declares an argument of the application's own, which then may be set. */
        public Builder declaring(Parameter<?> argument) {
            more.add(argument);
            return this;
        }

        /**
         * The group as filled in.
         *
         * @throws InvalidResponseGroupException with every problem at once
         */
        public ResponseGroup build() {
            Builder copy = copy();
            List<String> problems = new ArrayList<>();
            copy.checkName(problems);
            copy.checkProfiles(problems);
            copy.checkWorkers(problems);
            Optional<EmailAddress> told = copy.administratorOr(problems);
            String process = copy.handlerOr(problems);
            problems.addAll(InputArguments.problems(copy.declared(), copy.argumentsWith(process)));
            if (!problems.isEmpty()) {
                throw new InvalidResponseGroupException(name.isEmpty() ? "(unnamed)" : name, problems);
            }
            return new ResponseGroup(copy, process, told);
        }

        private List<Parameter<?>> declared() {
            return Parameter.union(List.of(InputArguments.ALL, more));
        }

        /** The arguments, with the handler under the documented name. */
        private Map<String, String> argumentsWith(String process) {
            Map<String, String> all = new LinkedHashMap<>(arguments);
            if (all.entrySet().stream().noneMatch(Builder::namesHandler)) {
                all.put(InputArguments.PROCESS_NAME.name(), process);
            }
            return all;
        }

        private void checkName(List<String> problems) {
            if (name.isEmpty() || name.length() > LONGEST_NAME || hasControls(name)) {
                problems.add("the name must be one line of 1 to " + LONGEST_NAME + " characters; give the group one");
            }
        }

        private void checkProfiles(List<String> problems) {
            if (profiles.stream().anyMatch(profile -> profile.isEmpty() || hasControls(profile))) {
                problems.add("the name of a profile must be one line that is not empty; name a profile of the catalog");
            }
            if (profiles.size() > MOST_PROFILES) {
                problems.add("a group has at most " + MOST_PROFILES + " profiles, but this one has " + profiles.size()
                        + "; make several groups");
            }
        }

        private void checkWorkers(List<String> problems) {
            if (mostWorkers < 1 || mostWorkers > MOST_WORKERS || fewestWorkers < 0 || fewestWorkers > mostWorkers) {
                problems.add("the fewest workers are 0 or more, the most 1 to " + MOST_WORKERS
                        + " and no fewer than that; " + fewestWorkers + " and " + mostWorkers + " are not");
            }
        }

        private Optional<EmailAddress> administratorOr(List<String> problems) {
            if (administrator.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(EmailAddress.parse(administrator));
            } catch (IllegalArgumentException e) {
                problems.add("the administrator must be one address, as user@example.com or Name <user@example.com>");
                return Optional.empty();
            }
        }

        private String handlerOr(List<String> problems) {
            String argument = arguments.entrySet().stream()
                    .filter(Builder::namesHandler)
                    .map(entry -> entry.getValue().strip())
                    .findFirst()
                    .orElse("");
            if (handler.isEmpty() && argument.isEmpty()) {
                problems.add("\"ProcessName\": has no default; name the handler");
            } else if (!handler.isEmpty() && !argument.isEmpty() && !handler.equals(argument)) {
                problems.add("\"ProcessName\" and the handler of the group name two handlers; keep one of them");
            }
            return argument.isEmpty() ? handler : argument;
        }

        private static boolean namesHandler(Map.Entry<String, String> argument) {
            return InputArguments.PROCESS_NAME.isNamed(argument.getKey())
                    && !argument.getValue().isBlank();
        }

        private static boolean hasControls(String text) {
            return text.chars().anyMatch(Character::isISOControl);
        }
    }
}
