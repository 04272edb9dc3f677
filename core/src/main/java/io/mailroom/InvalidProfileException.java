package io.mailroom;

import java.util.List;
import java.util.stream.Collectors;

/** A profile that cannot be used. Thrown before anything started, with every problem at once. */
public final class InvalidProfileException extends CommunicationsException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /**
     * @param profile name of the profile
     * @param problems one sentence each, with what to do; at least one
     */
    public InvalidProfileException(String profile, List<String> problems) {
        super(ErrorKind.INVALID_PROFILE, profile, listed("Profile " + profile, problems), null);
        this.problems = List.copyOf(problems);
    }

    /** Every problem found, one sentence each. Never empty. */
    public List<String> problems() {
        return problems;
    }

    /** What cannot be used, and a line for each problem. */
    static String listed(String what, List<String> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("Without problems it can be used: " + what);
        }
        return problems.stream()
                .map(problem -> "\n  - " + problem)
                .collect(Collectors.joining("", what + " cannot be used:", ""));
    }
}
