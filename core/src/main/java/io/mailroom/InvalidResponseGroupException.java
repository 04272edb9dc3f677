package io.mailroom;

import java.util.List;

/** A response group that cannot be used. Thrown before anything started, with every problem at once. */
public final class InvalidResponseGroupException extends CommunicationsException {
    private static final long serialVersionUID = 1L;

    private final String group;
    private final List<String> problems;

    /**
     * @param group name of the response group
     * @param problems one sentence each, with what to do; at least one
     */
    public InvalidResponseGroupException(String group, List<String> problems) {
        super(
                ErrorKind.INVALID_PROFILE,
                null,
                InvalidProfileException.listed("Response group " + group, problems),
                null);
        this.group = group;
        this.problems = List.copyOf(problems);
    }

    /** Name of the response group. */
    public String group() {
        return group;
    }

    /** Every problem found, one sentence each. Never empty. */
    public List<String> problems() {
        return problems;
    }
}
