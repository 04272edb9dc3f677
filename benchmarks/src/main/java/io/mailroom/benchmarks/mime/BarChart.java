package io.mailroom.benchmarks.mime;

import java.util.Locale;
import java.util.Map;

/** Bars of MB/s by CPU time, one group for each set, on a logarithmic scale, as an SVG. */
final class BarChart {
    private static final int BAR = 14;
    private static final int LEFT = 130;
    private static final int WIDTH = 620;
    /** The scale ends at ten to this power. */
    private static final int DECADES = 4;

    private final String ours;
    private final StringBuilder shapes = new StringBuilder();
    private int y = 48;

    BarChart(String ours) {
        this.ours = ours;
    }

    /** The drawing of speeds by reader by set. */
    String draw(Map<String, Map<String, Double>> sets) {
        sets.forEach(this::group);
        String grid = grid();
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="820" height="%d" font-family="sans-serif" font-size="11">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="10" y="18" font-size="13">MB of mail per second of CPU time (logarithmic scale)</text>
                %s%s</svg>
                """.formatted(y, grid, shapes);
    }

    private void group(String name, Map<String, Double> speeds) {
        add("<text x='10' y='%d' font-weight='bold'>%s</text>%n", y + 4, name);
        y += 12;
        speeds.forEach(this::bar);
        y += 14;
    }

    private void bar(String reader, double speed) {
        double length = length(speed);
        add("<text x='%d' y='%d' text-anchor='end'>%s</text>", LEFT - 6, y + BAR - 4, reader);
        add(
                "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>",
                LEFT, y, length, BAR - 3, reader.equals(ours) ? "#1f6f54" : "#9aa5ad");
        add("<text x='%.1f' y='%d'>%.0f</text>%n", LEFT + length + 5, y + BAR - 4, speed);
        y += BAR;
    }

    private String grid() {
        StringBuilder lines = new StringBuilder();
        for (int decade = 0; decade <= DECADES; decade++) {
            double x = LEFT + (double) WIDTH * decade / DECADES;
            lines.append(String.format(
                    Locale.ROOT,
                    "<path d='M%.1f 38V%d' stroke='#dddddd'/><text x='%.1f' y='34' text-anchor='middle'>%.0f</text>%n",
                    x,
                    y - 10,
                    x,
                    Math.pow(10, decade)));
        }
        return lines.toString();
    }

    private static double length(double speed) {
        return Math.max(1, Math.log10(Math.max(speed, 1)) / DECADES * WIDTH);
    }

    private void add(String format, Object... values) {
        shapes.append(String.format(Locale.ROOT, format, values));
    }
}
