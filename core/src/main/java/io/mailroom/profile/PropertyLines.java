package io.mailroom.profile;

import java.util.function.Consumer;

/**
 * Reads the lines of a {@code .properties} text, keeping the numbers that {@link java.util.Properties} forgets. Two
 * things differ from that class: a name ends at {@code =} or {@code :} and may hold blanks, as names of parameters do;
 * and an escape that means nothing is a mistake instead of a silently lost backslash, which would change a password.
 */
final class PropertyLines {
    private final String[] lines;
    private final Consumer<ParameterOverride> entries;
    private final Consumer<String> defects;
    private int next;

    private PropertyLines(String text, Consumer<ParameterOverride> entries, Consumer<String> defects) {
        this.lines = text.split("\r\n|\r|\n", -1);
        this.entries = entries;
        this.defects = defects;
    }

    static void read(String text, Consumer<ParameterOverride> entries, Consumer<String> defects) {
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        PropertyLines reader = new PropertyLines(withoutMark, entries, defects);
        while (reader.next < reader.lines.length) {
            int number = reader.next + 1;
            reader.entry(reader.logicalLine(), number);
        }
    }

    /** One line, or several of which each but the last ends with an odd number of backslashes. */
    private String logicalLine() {
        StringBuilder line = new StringBuilder(lines[next++].stripLeading());
        boolean comment = line.length() > 0 && (line.charAt(0) == '#' || line.charAt(0) == '!');
        while (!comment && next < lines.length && endsWithOpenBackslash(line)) {
            line.setLength(line.length() - 1);
            line.append(lines[next++].stripLeading());
        }
        return comment ? "" : line.toString();
    }

    private static boolean endsWithOpenBackslash(CharSequence line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private void entry(String line, int number) {
        if (line.isBlank()) {
            return;
        }
        int separator = separator(line);
        if (separator < 0) {
            defects.accept("line " + number + ": has no \"=\"; write name=value, or # before a comment");
            return;
        }
        try {
            String name = unescaped(line.substring(0, separator)).strip();
            String value = unescaped(
                    withoutTrailingBlanks(line.substring(separator + 1).stripLeading()));
            entries.accept(new ParameterOverride(name, value, number));
        } catch (UnknownEscapeException e) {
            defects.accept("line " + number + ": a backslash stands before a character that it does not change;"
                    + " write \\\\ for one backslash");
        }
    }

    /** The first {@code =} or {@code :} that is not escaped and does not end the prefix of a name. */
    private static int separator(String line) {
        int i = Audience.prefixLength(line);
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '=' || c == ':') {
                return i;
            }
            i += c == '\\' ? 2 : 1;
        }
        return -1;
    }

    /** Blanks at the end are not to be seen, so they do not count unless the last one is escaped. */
    private static String withoutTrailingBlanks(String text) {
        int end = text.length();
        while (end > 0
                && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')
                && !endsWithOpenBackslash(text.subSequence(0, end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static String unescaped(String text) throws UnknownEscapeException {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escaped = i < text.length() ? text.charAt(i++) : '\0';
            switch (escaped) {
                case '\\', '=', ':', ' ', '#', '!' -> plain.append(escaped);
                case 't' -> plain.append('\t');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 'f' -> plain.append('\f');
                case 'u' -> {
                    plain.append(codeUnit(text, i));
                    i += 4;
                }
                default -> throw new UnknownEscapeException();
            }
        }
        return plain.toString();
    }

    private static char codeUnit(String text, int start) throws UnknownEscapeException {
        int unit = 0;
        for (int i = start; i < start + 4; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw new UnknownEscapeException();
            }
            unit = unit * 16 + digit;
        }
        return (char) unit;
    }

    /** Without text, since the line may hold a secret. */
    private static final class UnknownEscapeException extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownEscapeException() {
            super(null, null, false, false);
        }
    }
}
