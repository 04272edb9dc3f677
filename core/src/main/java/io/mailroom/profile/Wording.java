package io.mailroom.profile;

/** Text from outside, made fit for an error of one line. */
final class Wording {
    private static final int MOST_SHOWN = 80;

    private Wording() {}

    /** At most {@value #MOST_SHOWN} characters, controls replaced. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(MOST_SHOWN)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > MOST_SHOWN ? shown + "..." : shown.toString();
    }
}
