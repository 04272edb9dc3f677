package io.mailroom.event;

import io.mailroom.mime.MailAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the typed view of a message needs beyond the event fields, as a flat map that can wait in a queue:
 *
 * <pre>
 *   version          1
 *   from             one row for each mailbox: name TAB address
 *   file.0           size TAB sha256 TAB content id
 *   defects          one row for each: code TAB offset TAB text
 * </pre>
 *
 * Rows end in LF; TAB, LF, CR and backslash in a cell are written {@code \t \n \r \\}. A missing key is an empty list.
 */
final class MessageDetail {
    static final String VERSION = "version";
    /** The version written; a reader of a later one refuses it. */
    static final String CURRENT_VERSION = "1";

    private final Map<String, String> values;

    private MessageDetail(Map<String, String> values) {
        this.values = values;
    }

    /** Takes over a stored map; an empty one stands for a message of which only the fields are known. */
    static MessageDetail of(Map<String, String> stored) {
        String version = stored.getOrDefault(VERSION, CURRENT_VERSION);
        if (!version.equals(CURRENT_VERSION)) {
            throw new IllegalArgumentException("This event was stored in version " + version
                    + " of its detail; this program reads version " + CURRENT_VERSION
                    + ". Handle it with the program that stored it, or a later one.");
        }
        return new MessageDetail(Collections.unmodifiableMap(new LinkedHashMap<>(stored)));
    }

    Map<String, String> asMap() {
        return values;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key) {
        return values.getOrDefault(key, "");
    }

    /** Rows of at least this many cells; missing cells are empty. */
    List<List<String>> rows(String key, int cells) {
        String stored = text(key);
        List<List<String>> rows = new ArrayList<>();
        int start = 0;
        while (start < stored.length()) {
            int end = stored.indexOf('\n', start);
            end = end < 0 ? stored.length() : end;
            rows.add(cells(stored, start, end, cells));
            start = end + 1;
        }
        return rows;
    }

    /** One row; cells that are missing, or all when the key is, are empty. */
    List<String> row(String key, int cells) {
        List<List<String>> rows = rows(key, cells);
        return rows.isEmpty() ? cells("", 0, 0, cells) : rows.get(0);
    }

    List<String> column(String key) {
        return rows(key, 1).stream().map(row -> row.get(0)).toList();
    }

    List<MailAddress> addresses(String key) {
        return rows(key, 2).stream()
                .map(row -> new MailAddress(row.get(0), row.get(1)))
                .toList();
    }

    private static List<String> cells(String stored, int start, int end, int atLeast) {
        List<String> cells = new ArrayList<>(atLeast);
        StringBuilder cell = new StringBuilder();
        for (int i = start; i < end; i++) {
            char c = stored.charAt(i);
            if (c == '\t') {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (c == '\\' && i + 1 < end) {
                cell.append(unescaped(stored.charAt(++i)));
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        while (cells.size() < atLeast) {
            cells.add("");
        }
        return cells;
    }

    private static char unescaped(char c) {
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> c;
        };
    }

    static Builder builder() {
        return new Builder();
    }

    /** Collects values in order; empty ones are left out. */
    static final class Builder {
        private final Map<String, String> values = new LinkedHashMap<>();

        private Builder() {
            values.put(VERSION, CURRENT_VERSION);
        }

        Builder put(String key, String text) {
            if (!text.isEmpty()) {
                values.put(key, text);
            }
            return this;
        }

        Builder put(String key, boolean flag) {
            return put(key, flag ? EventFields.TRUE : "");
        }

        Builder putRow(String key, String... cells) {
            values.put(key, row(cells));
            return this;
        }

        Builder putRows(String key, List<String[]> rows) {
            StringBuilder text = new StringBuilder();
            for (String[] cells : rows) {
                text.append(row(cells)).append('\n');
            }
            return put(key, text.toString());
        }

        Builder putAddresses(String key, List<MailAddress> mailboxes) {
            return putRows(
                    key,
                    mailboxes.stream()
                            .map(mailbox -> new String[] {clean(mailbox.name()), clean(mailbox.address())})
                            .toList());
        }

        Builder putColumn(String key, List<String> texts) {
            return putRows(
                    key, texts.stream().map(text -> new String[] {clean(text)}).toList());
        }

        MessageDetail build() {
            return MessageDetail.of(values);
        }

        private static String clean(String cell) {
            return FieldText.clean(cell, EventLimits.VALUE);
        }

        private static String row(String... cells) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < cells.length; i++) {
                if (i > 0) {
                    row.append('\t');
                }
                escape(cells[i], row);
            }
            return row.toString();
        }

        private static void escape(String cell, StringBuilder row) {
            for (int i = 0; i < cell.length(); i++) {
                char c = cell.charAt(i);
                switch (c) {
                    case '\t' -> row.append("\\t");
                    case '\n' -> row.append("\\n");
                    case '\r' -> row.append("\\r");
                    case '\\' -> row.append("\\\\");
                    default -> row.append(c);
                }
            }
        }
    }
}
