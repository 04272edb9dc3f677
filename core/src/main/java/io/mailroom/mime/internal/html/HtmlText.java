package io.mailroom.mime.internal.html;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * The text of an HTML body as a person would read it aloud: paragraphs on lines of their own, lists with dashes, links
 * with their target behind them, no scripts, styles or hidden heads. Nothing is fetched or run. Looks at the first
 * {@value #MOST_CHARACTERS} characters and to a depth of {@value #MOST_DEPTH} elements.
 */
public final class HtmlText {
    /** Characters of HTML looked at. */
    public static final int MOST_CHARACTERS = 2 * 1024 * 1024;

    private static final int MOST_DEPTH = 128;
    private static final int LONGEST_LINK = 500;

    private HtmlText() {}

    /** The text, with LF between lines, at most one blank line in a row, and no blanks at line ends. */
    public static String of(String html) {
        String cut = html.length() <= MOST_CHARACTERS ? html : html.substring(0, MOST_CHARACTERS);
        Document document = Parser.htmlParser().setMaxDepth(MOST_DEPTH).parseInput(cut, "");
        Writer writer = new Writer();
        NodeTraversor.traverse(writer, document.body());
        return writer.text();
    }

    private static final class Writer implements NodeVisitor {
        private final StringBuilder out = new StringBuilder();
        private int newLines = 2; // line ends at the end of what is written; two at the start
        private boolean blank;
        private int preformatted;
        private int hidden;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                if (hidden == 0) {
                    write(text.getWholeText());
                }
            } else if (node instanceof Element element) {
                open(element);
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                close(element);
            }
        }

        private void open(Element element) {
            switch (element.normalName()) {
                case "br" -> endLine();
                case "hr" -> {
                    startLine(1);
                    write("--------");
                    startLine(1);
                }
                case "li" -> {
                    startLine(1);
                    write("- ");
                }
                case "pre" -> {
                    startLine(2);
                    preformatted++;
                }
                case "td", "th" -> blank |= newLines == 0;
                case "img" -> write(element.attr("alt"));
                case "script", "style", "head", "title", "noscript", "template", "object", "iframe", "select" ->
                    hidden++;
                default -> startLine(linesAround(element));
            }
        }

        private void close(Element element) {
            switch (element.normalName()) {
                case "a" -> writeTarget(element);
                case "pre" -> {
                    preformatted--;
                    startLine(2);
                }
                case "script", "style", "head", "title", "noscript", "template", "object", "iframe", "select" ->
                    hidden--;
                default -> startLine(linesAround(element));
            }
        }

        private static int linesAround(Element element) {
            return switch (element.normalName()) {
                case "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "table" -> 2;
                case "div",
                        "tr",
                        "li",
                        "dt",
                        "dd",
                        "section",
                        "article",
                        "header",
                        "footer",
                        "address",
                        "form",
                        "center",
                        "fieldset",
                        "figure",
                        "main",
                        "nav",
                        "aside" -> 1;
                default -> 0;
            };
        }

        private void writeTarget(Element link) {
            String target = link.attr("href").strip();
            boolean worthShowing = target.startsWith("http:") || target.startsWith("https:");
            if (hidden > 0
                    || !worthShowing
                    || target.length() > LONGEST_LINK
                    || out.indexOf(target, tail(target)) >= 0) {
                return;
            }
            write(" <" + target + ">");
        }

        /** Where the link's own text would start if it were its target, so that it is not said twice. */
        private int tail(String target) {
            return Math.max(0, out.length() - target.length() - 1);
        }

        private void write(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (preformatted > 0 && c == '\n') {
                    endLine();
                } else if (preformatted == 0 && (c <= ' ' || c == '\u00a0')) {
                    blank |= newLines == 0;
                } else if (c >= ' ' || c == '\t') {
                    put(c);
                }
            }
        }

        private void put(char c) {
            if (blank) {
                out.append(' ');
                blank = false;
            }
            out.append(c);
            newLines = 0;
        }

        private void endLine() {
            blank = false;
            if (newLines < 2) {
                out.append('\n');
                newLines++;
            }
        }

        private void startLine(int lines) {
            if (lines > 0 && newLines < lines) {
                blank = false;
                while (newLines < lines) {
                    out.append('\n');
                    newLines++;
                }
            }
        }

        String text() {
            return out.toString().strip();
        }
    }
}
