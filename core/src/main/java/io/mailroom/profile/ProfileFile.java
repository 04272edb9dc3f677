package io.mailroom.profile;

import io.mailroom.InvalidProfileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a profile is written down: five entries of its own, and one for each parameter it sets.
 *
 * <pre>
 *   name             = support@example.com
 *   driver           = Internet SMTP/POP3 Server
 *   organizations    = Sales, Service
 *   responsibilities = Agent
 *   creator          = anna
 *   POP3 Server      = pop.example.com
 *   POP3 Account Password = ${env:POP3_PASSWORD}
 * </pre>
 */
final class ProfileFile {
    private static final Set<String> OWN = Set.of("name", "driver", "organizations", "responsibilities", "creator");

    private final String source;
    private final Path directory;
    private final Map<String, ParameterOverride> own = new HashMap<>();
    private final List<ParameterOverride> overrides = new ArrayList<>();
    private final List<String> defects = new ArrayList<>();

    private ProfileFile(String source, Path directory) {
        this.source = source;
        this.directory = directory;
    }

    static Profile from(Map<String, String> entries) {
        ProfileFile file = new ProfileFile("(unnamed)", Path.of(""));
        entries.forEach((name, value) -> file.accept(new ParameterOverride(name, value, 0)));
        return file.profile();
    }

    static Profile from(Properties entries) {
        ProfileFile file = new ProfileFile("(unnamed)", Path.of(""));
        entries.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> file.accept(new ParameterOverride(name, entries.getProperty(name), 0)));
        return file.profile();
    }

    static Profile load(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        ProfileFile file = new ProfileFile(path.toString(), parent == null ? path.toAbsolutePath() : parent);
        PropertyFile read = PropertyFile.load(path, problem -> refused(path, problem));
        file.defects.addAll(read.defects());
        read.entries().forEach(file::accept);
        return file.profile();
    }

    private static InvalidProfileException refused(Path path, String problem) {
        return new InvalidProfileException(path.toString(), List.of(problem));
    }

    private void accept(ParameterOverride entry) {
        String key = Parameter.keyOf(entry.name());
        if (!OWN.contains(key)) {
            overrides.add(entry);
            return;
        }
        ParameterOverride first = own.putIfAbsent(key, entry);
        if (first != null) {
            defects.add(first.where() + " and " + entry.where() + " are one entry; keep one of them");
        }
    }

    private Profile profile() {
        String name = required("name", "the address of the mailbox");
        String driver = required("driver", "such as Internet SMTP/POP3 Server");
        if (name.isEmpty() || driver.isEmpty()) {
            throw new InvalidProfileException(name.isEmpty() ? source : name, defects);
        }
        Profile.Builder builder = Profile.named(name, driver).directory(directory);
        overrides.forEach(builder::set);
        list("organizations").forEach(builder::organization);
        list("responsibilities").forEach(builder::responsibility);
        builder.creator(value("creator"));
        defects.forEach(builder::defect);
        return builder.build();
    }

    /** The entry, or empty after noting why there is none. */
    private String required(String key, String example) {
        String value = value(key);
        if (value.isEmpty()) {
            defects.add("\"" + key + "\" is missing; add a line " + key + "=..., " + example);
        } else if (!Profile.isName(value)) {
            defects.add("\"" + key + "\" must be one line of at most " + Profile.LONGEST_NAME + " characters");
            return "";
        }
        return value;
    }

    private String value(String key) {
        return Optional.ofNullable(own.get(key))
                .map(entry -> entry.value().strip())
                .orElse("");
    }

    private List<String> list(String key) {
        return Stream.of(value(key).split("[,;]"))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
