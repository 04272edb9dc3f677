package io.mailroom.mime.internal.scan;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Field names that stand in headers and hardly ever at the start of a line of text. */
final class FieldNames {
    /** Longest name looked at (longer ones do not occur outside attacks). */
    static final int LONGEST = 256;

    private static final Set<String> KNOWN = new HashSet<>(Set.of(
            "received",
            "from",
            "to",
            "cc",
            "bcc",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "return-path",
            "delivered-to",
            "reply-to",
            "sender",
            "in-reply-to",
            "references",
            "dkim-signature",
            "domainkey-signature",
            "authentication-results",
            "received-spf",
            "precedence",
            "user-agent",
            "organization",
            "importance",
            "priority",
            "errors-to",
            "status",
            "thread-topic",
            "thread-index",
            "envelope-to",
            "disposition-notification-to",
            "comments",
            "keywords",
            "lines",
            "newsgroups",
            "path",
            "xref",
            "auto-submitted",
            "apparently-to",
            "mailing-list",
            "sent",
            "old-subject"));
    private static final String[] PREFIXES = {"content-", "x-", "list-", "arc-", "resent-", "nntp-"};

    private FieldNames() {}

    /** True for a byte a field name may hold (RFC 5322 §2.2). */
    static boolean isNameByte(int b) {
        return b > ' ' && b < 127 && b != ':';
    }

    /** True when a well-known field starts at {@code from}. */
    static boolean isKnownFieldAt(byte[] bytes, int from, int to) {
        int end = from;
        int last = Math.min(to, from + 40);
        while (end < last && isNameByte(bytes[end])) {
            end++;
        }
        if (end == from || end == to || bytes[end] != ':') {
            return false;
        }
        String name = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        if (KNOWN.contains(name)) {
            return true;
        }
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
