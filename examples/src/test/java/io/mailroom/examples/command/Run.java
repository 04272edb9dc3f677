package io.mailroom.examples.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One run of the command in this process: its exit code and what it printed. */
record Run(int code, String out, String err) {
    static Run of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = List.of(arguments).stream().map(String::valueOf).toArray(String[]::new);
        int code = Mailroom.execute(new PrintWriter(out), new PrintWriter(err), words);
        return new Run(code, out.toString(), err.toString());
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
