package io.mailroom.smtp.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a server offers in its answer to EHLO (RFC 5321 §4.1.1.1). Believed only as far as the connection is. */
public final class Extensions {
    /** A server that knows HELO only. */
    static final Extensions NONE = new Extensions(Map.of());

    private final Map<String, String> byKeyword;

    private Extensions(Map<String, String> byKeyword) {
        this.byKeyword = byKeyword;
    }

    /** From the lines of the reply; the first is the server's name. */
    static Extensions of(List<String> lines) {
        Map<String, String> found = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            // QUIRK: some old servers write AUTH=LOGIN
            String[] words = line.strip()
                    .toUpperCase(Locale.ROOT)
                    .replaceFirst("^AUTH=", "AUTH ")
                    .split(" +", 2);
            found.merge(words[0], words.length > 1 ? words[1] : "", (a, b) -> a + " " + b);
        }
        return new Extensions(Map.copyOf(found));
    }

    /** True when the keyword is among them, such as {@code PIPELINING}. */
    public boolean offers(String keyword) {
        return byKeyword.containsKey(keyword);
    }

    /** The mechanisms after AUTH, in upper case. */
    public Set<String> mechanisms() {
        return Set.of(byKeyword.getOrDefault("AUTH", "").strip().split(" +")).stream()
                .filter(mechanism -> !mechanism.isEmpty())
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /** The largest message (RFC 1870), or {@link Long#MAX_VALUE} when the server does not say. */
    public long mostBytes() {
        String size = byKeyword.getOrDefault("SIZE", "");
        if (!size.matches("\\d{1,18}") || Long.parseLong(size) == 0) {
            return Long.MAX_VALUE;
        }
        return Long.parseLong(size);
    }

    /** Keywords, in upper case. */
    public Set<String> keywords() {
        return byKeyword.keySet();
    }
}
