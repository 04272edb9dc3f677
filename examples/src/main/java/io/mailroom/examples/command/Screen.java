package io.mailroom.examples.command;

import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where people read: lines, aligned columns, and colours when it is a terminal. Text of a mail passes through
 * {@link #safe(String)}, so that no message can move the cursor.
 */
final class Screen {
    private static final String GAP = "  ";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean coloured;

    private Screen(PrintWriter out, PrintWriter err, boolean coloured) {
        this.out = out;
        this.err = err;
        this.coloured = coloured;
    }

    static Screen of(CommandSpec command) {
        return of(command.commandLine());
    }

    static Screen of(CommandLine line) {
        Ansi ansi = line.getColorScheme().ansi();
        return new Screen(line.getOut(), line.getErr(), ansi.enabled());
    }

    /** A buffered writer in UTF-8, which terminals and the readers of JSON expect alike. */
    static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)), false);
    }

    /** The text on one line: controls, bidirectional overrides and the like become a mark each. */
    static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    safe.append(c == '\t' ? ' ' : '\u00b7');
                case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> safe.append('\u00b7');
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    /** True when people watch, and lines can be painted over. */
    boolean isTerminal() {
        return coloured;
    }

    /** Paints over what was painted before, from the first line on. */
    void repaint(Runnable lines) {
        out.print("\033[?7l\033[H\033[2J"); // lines that are too long are cut, not wrapped
        lines.run();
        out.print("\033[?7h");
        out.flush();
    }

    void line() {
        out.println();
    }

    void line(String text) {
        out.println(text);
    }

    String bold(String text) {
        return styled("1", text);
    }

    String dim(String text) {
        return styled("2", text);
    }

    String good(String text) {
        return styled("32", text);
    }

    String bad(String text) {
        return styled("31", text);
    }

    private String styled(String code, String text) {
        return coloured ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    /**
     * Rows below each other, every column as wide as its widest cell, the last one as long as it is.
     *
     * @param indent put before each row
     * @param rows cells without line ends and colours; all rows have as many as the first
     */
    void table(String indent, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder text = new StringBuilder(indent);
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                text.append(cell);
                if (i < columns - 1) {
                    text.append(" ".repeat(widths[i] - width(cell))).append(GAP);
                }
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
