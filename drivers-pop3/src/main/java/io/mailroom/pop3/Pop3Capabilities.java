package io.mailroom.pop3;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What the server says it can do (RFC 2449). Learned anew on each connection, and again after TLS has begun. */
final class Pop3Capabilities {
    /** Most lines of a CAPA answer that are looked at, and most that are read. */
    static final int MOST_LINES = 256;

    /** A server that does not know CAPA. */
    static final Pop3Capabilities NONE = new Pop3Capabilities(List.of());

    private final Map<String, List<String>> argumentsByName = new HashMap<>();

    /** @param lines of the answer to CAPA, without the first and the dot */
    Pop3Capabilities(List<String> lines) {
        for (String line : lines) {
            List<String> words =
                    Arrays.asList(line.toUpperCase(Locale.ROOT).trim().split(" +"));
            argumentsByName.put(words.get(0), words.subList(1, words.size()));
        }
    }

    /** Names of everything the server says it can do, sorted; empty when it does not say. */
    String names() {
        return String.join(" ", new TreeSet<>(argumentsByName.keySet()));
    }

    boolean pipelining() {
        return argumentsByName.containsKey("PIPELINING");
    }

    boolean utf8() {
        return argumentsByName.containsKey("UTF8");
    }

    boolean top() {
        return argumentsByName.containsKey("TOP");
    }

    /** RFC 2449 asks servers that take USER to say so; those without CAPA are taken to. */
    boolean user() {
        return argumentsByName.isEmpty() || argumentsByName.containsKey("USER");
    }

    /** Names of the mechanisms for AUTH (RFC 5034), in upper case. */
    List<String> mechanisms() {
        return argumentsByName.getOrDefault("SASL", List.of());
    }
}
