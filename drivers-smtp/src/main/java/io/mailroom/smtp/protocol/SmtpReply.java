package io.mailroom.smtp.protocol;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply of a server (RFC 5321 §4.2), with its enhanced code (RFC 2034) when it has one.
 *
 * @param code 200 to 599
 * @param lines texts of its lines, without codes, as they came
 */
public record SmtpReply(int code, List<String> lines) {
    private static final Pattern ENHANCED = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: .*|$)");
    private static final int CLOSING = 421;

    public SmtpReply {
        lines = List.copyOf(lines);
    }

    /** 2yz. */
    public boolean isPositive() {
        return code / 100 == 2;
    }

    /** 3yz: go on. */
    public boolean isIntermediate() {
        return code / 100 == 3;
    }

    /** 4yz: may be different later. */
    public boolean isTransient() {
        return code / 100 == 4;
    }

    /** 5yz: will not be different. */
    public boolean isPermanent() {
        return code / 100 == 5;
    }

    /** 421: the server closes the connection (RFC 5321 §3.8). */
    public boolean isClosing() {
        return code == CLOSING;
    }

    /** Such as {@code 5.1.1}, or empty. */
    public String enhancedCode() {
        Matcher matcher = ENHANCED.matcher(lines.get(0));
        return matcher.matches() && matcher.group(1).charAt(0) - '0' == code / 100 ? matcher.group(1) : "";
    }

    /** Code and texts on one line, as they came: for {@link io.mailroom.wire.Transcript#safe}. */
    public String text() {
        return code + " " + String.join(" ", lines);
    }
}
