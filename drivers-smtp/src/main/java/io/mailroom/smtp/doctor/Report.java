package io.mailroom.smtp.doctor;

import io.mailroom.spi.Finding;
import io.mailroom.spi.Finding.Level;
import io.mailroom.wire.Printable;
import java.util.ArrayList;
import java.util.List;

/** Takes what is found about one server. For one thread. */
public final class Report {
    private final String server;
    private final List<Finding> findings = new ArrayList<>();
    private String step = "";

    Report(String server) {
        this.server = server;
    }

    /** What is asked from here on. A server that refuses it has failed this check. */
    public void lookingAt(String check) {
        step = check;
    }

    /** Something is as it should be. */
    public void good(String check, String what) {
        add(check, Level.GOOD, what, "");
    }

    /** Something works, but somebody should look. */
    public void warning(String check, String what, String advice) {
        add(check, Level.WARNING, what, advice);
    }

    /** Something does not work. */
    public void failed(String check, String what, String advice) {
        add(check, Level.FAILED, what, advice);
    }

    void add(Report others) {
        findings.addAll(others.findings);
    }

    private void add(String check, Level level, String what, String advice) {
        findings.add(new Finding(server, check, level, Printable.line(what, Printable.LONG_LINE), advice));
    }

    /** What was being looked at last; empty before the first. */
    String step() {
        return step;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
