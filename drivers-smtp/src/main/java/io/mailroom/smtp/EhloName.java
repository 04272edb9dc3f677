package io.mailroom.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What we call ourselves to a server (RFC 5321 §4.1.4): this machine's full name, or an address literal without one. */
final class EhloName {
    private static final Pattern FULL_NAME = Pattern.compile(
            "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]");
    private static final String LITERAL = "[127.0.0.1]";

    private EhloName() {}

    /** This machine's name, asked of the system at the first connection and then remembered. */
    static Supplier<String> ofThisMachine() {
        AtomicReference<String> known = new AtomicReference<>("");
        return () -> known.updateAndGet(name -> name.isEmpty() ? ask() : name);
    }

    private static String ask() {
        try {
            return checked(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            return LITERAL;
        }
    }

    /** The name when it is a full host name; otherwise a literal, which tells nothing and is always well formed. */
    static String checked(String name) {
        return name.length() <= 253 && FULL_NAME.matcher(name).matches() ? name : LITERAL;
    }
}
