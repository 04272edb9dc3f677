package io.mailroom;

import io.mailroom.profile.ParameterOverride;
import io.mailroom.profile.PropertyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a response group is written down: entries of its own, and one for each input argument it sets.
 *
 * <pre>
 *   name            = Support
 *   profiles        = support@example.com, desk@example.com
 *   ProcessName     = tickets
 *   administrator   = Postmaster &lt;postmaster@example.com>
 *   acknowledgement = thanks.txt
 *   RealTime        = True
 * </pre>
 */
final class GroupFile {
    private static final Set<String> OWN = Set.of(
            "name",
            "profiles",
            "handler",
            "administrator",
            "description",
            "active",
            "acknowledgement",
            "fewestworkers",
            "mostworkers");

    private final Path path;
    private final Map<String, ParameterOverride> own = new LinkedHashMap<>();
    private final List<ParameterOverride> arguments = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private GroupFile(Path path) {
        this.path = path;
    }

    static ResponseGroup load(Path path) {
        GroupFile file = new GroupFile(path);
        PropertyFile read = PropertyFile.load(
                path, problem -> new InvalidResponseGroupException(path.toString(), List.of(problem)));
        file.problems.addAll(read.defects());
        read.entries().forEach(file::accept);
        return file.group();
    }

    private void accept(ParameterOverride entry) {
        String key = entry.key();
        if (!OWN.contains(key)) {
            arguments.add(entry);
        } else if (own.putIfAbsent(key, entry) != null) {
            problems.add("\"" + entry.name() + "\" (line " + entry.line() + ") is there twice; keep one of them");
        }
    }

    private ResponseGroup group() {
        String name = value("name");
        ResponseGroup.Builder group = ResponseGroup.named(name);
        Stream.of(value("profiles").split("[,;]"))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .forEach(group::profile);
        group.handler(value("handler"))
                .administrator(value("administrator"))
                .description(value("description"))
                .active(isActive());
        arguments.forEach(each -> group.argument(each.name(), each.value()));
        workers(group);
        if (!value("acknowledgement").isEmpty()) {
            acknowledgement(group);
        }
        return built(name, group);
    }

    private boolean isActive() {
        String value = value("active");
        if (!value.isEmpty() && !value.equalsIgnoreCase("True") && !value.equalsIgnoreCase("False")) {
            problems.add("\"active\": must be True or False");
        }
        return !value.equalsIgnoreCase("False");
    }

    private void workers(ResponseGroup.Builder group) {
        if (!value("fewestworkers").isEmpty() || !value("mostworkers").isEmpty()) {
            group.workers(number("fewestworkers", 0), number("mostworkers", ResponseGroup.USUAL_WORKERS));
        }
    }

    private int number(String key, int otherwise) {
        try {
            return value(key).isEmpty() ? otherwise : Integer.parseInt(value(key));
        } catch (NumberFormatException e) {
            problems.add("\"" + own.get(key).name() + "\": must be a number");
            return otherwise;
        }
    }

    private void acknowledgement(ResponseGroup.Builder group) {
        String language = arguments.stream()
                .filter(each -> InputArguments.MSG_DEFAULT_LANGUAGE_CODE.isNamed(each.name()))
                .map(each -> each.value().strip())
                .findFirst()
                .orElse("");
        try {
            group.acknowledgement(Acknowledgement.load(path.resolveSibling(value("acknowledgement")), language));
        } catch (InvalidTemplateException e) {
            problems.add("\"acknowledgement\": " + e.getMessage());
        }
    }

    private ResponseGroup built(String name, ResponseGroup.Builder group) {
        try {
            ResponseGroup built = group.build();
            if (problems.isEmpty()) {
                return built;
            }
        } catch (InvalidResponseGroupException e) {
            problems.addAll(e.problems());
        }
        throw new InvalidResponseGroupException(name.isEmpty() ? path.toString() : name, problems);
    }

    private String value(String key) {
        ParameterOverride entry = own.get(key);
        return entry == null ? "" : entry.value().strip();
    }
}
