package io.mailroom;

import java.util.List;

/** Words to be sent that cannot be used. Thrown before anything started, with every problem at once. */
public final class InvalidTemplateException extends CommunicationsException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /**
     * @param source the file, or what else it is
     * @param problems one sentence each, with what to do; at least one
     */
    public InvalidTemplateException(String source, List<String> problems) {
        super(ErrorKind.INVALID_PROFILE, null, InvalidProfileException.listed(source, problems), null);
        this.problems = List.copyOf(problems);
    }

    /** Every problem found, one sentence each. Never empty. */
    public List<String> problems() {
        return problems;
    }
}
