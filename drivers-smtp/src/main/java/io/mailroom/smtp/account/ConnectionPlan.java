package io.mailroom.smtp.account;

import java.util.List;

/**
 * The ports to try, in order, and how each is secured (contract section 9).
 *
 * <table>
 * <caption>What port and SSL flag of the account come to</caption>
 * <tr><th>port</th><th>SSL flag</th><th>tried</th></tr>
 * <tr><td>none</td><td>off</td><td>25 STARTTLS preferred, 465 TLS, 587 STARTTLS preferred</td></tr>
 * <tr><td>none</td><td>on</td><td>465, 587, 25, all TLS from the first byte</td></tr>
 * <tr><td>set</td><td>on</td><td>that one, TLS from the first byte</td></tr>
 * <tr><td>set</td><td>off</td><td>that one, STARTTLS preferred; 465 speaks TLS from the first byte always</td></tr>
 * </table>
 *
 * @param steps at least one
 */
public record ConnectionPlan(List<Step> steps) {
    private static final int SMTP = 25;
    private static final int SMTPS = 465;
    private static final int SUBMISSION = 587;

    /** How a port is secured. */
    public enum Security {
        /** STARTTLS where it is offered, else plain text. */
        STARTTLS_PREFERRED,
        /** STARTTLS, or this port is of no use. */
        STARTTLS_REQUIRED,
        /** TLS from the first byte, or this port is of no use. */
        IMPLICIT_TLS
    }

    /**
     * One port to try.
     *
     * @param port 1 to 65535
     * @param security how it is secured
     */
    public record Step(int port, Security security) {}

    public ConnectionPlan {
        steps = List.copyOf(steps);
    }

    /** What to try for an account. */
    public static ConnectionPlan of(ReportAccount account) {
        if (account.port().isPresent()) {
            int port = account.port().getAsInt();
            return new ConnectionPlan(List.of(account.ssl() ? implicit(port) : preferred(port)));
        }
        return new ConnectionPlan(
                account.ssl()
                        ? List.of(implicit(SMTPS), implicit(SUBMISSION), implicit(SMTP))
                        : List.of(preferred(SMTP), preferred(SMTPS), preferred(SUBMISSION)));
    }

    /** The same without a step that may end in plain text: for a server that has shown TLS before. */
    public ConnectionPlan neverInPlainText() {
        return new ConnectionPlan(steps.stream()
                .map(step -> step.security() == Security.STARTTLS_PREFERRED
                        ? new Step(step.port(), Security.STARTTLS_REQUIRED)
                        : step)
                .toList());
    }

    private static Step implicit(int port) {
        return new Step(port, Security.IMPLICIT_TLS);
    }

    private static Step preferred(int port) {
        return port == SMTPS ? implicit(port) : new Step(port, Security.STARTTLS_PREFERRED);
    }
}
