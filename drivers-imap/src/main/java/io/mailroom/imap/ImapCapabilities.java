package io.mailroom.imap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the server says it can do (RFC 9051 section 7.2.2). Learned anew after TLS has begun, and after login. */
final class ImapCapabilities {
    private static final String AUTH = "AUTH=";
    private static final String NO_LOGIN = "LOGINDISABLED";
    private static final String CODE = "CAPABILITY ";
    private static final int MOST = 512;

    private final Set<String> names = new TreeSet<>();

    /** @param list names with blanks between them */
    ImapCapabilities(String list) {
        for (String name : list.toUpperCase(Locale.ROOT).trim().split(" +", MOST)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
    }

    /** The capabilities in a response code, when it is one of them. */
    static Optional<ImapCapabilities> inCode(String code) {
        return code.regionMatches(true, 0, CODE, 0, CODE.length())
                ? Optional.of(new ImapCapabilities(code.substring(CODE.length())))
                : Optional.empty();
    }

    /** The same, with the ways to log in of before the login: after it, many servers tell none. */
    ImapCapabilities withLoginsOf(ImapCapabilities before) {
        ImapCapabilities both = new ImapCapabilities(extensions());
        before.names.stream().filter(ImapCapabilities::isAboutLogin).forEach(both.names::add);
        return both;
    }

    private static boolean isAboutLogin(String name) {
        return name.startsWith(AUTH) || name.equals(NO_LOGIN);
    }

    /** All but the ways to log in, upper case, with blanks between them. */
    String extensions() {
        return names.stream().filter(name -> !isAboutLogin(name)).collect(Collectors.joining(" "));
    }

    /** SASL mechanisms, as they are called. */
    List<String> mechanisms() {
        return names.stream()
                .filter(name -> name.startsWith(AUTH))
                .map(name -> name.substring(AUTH.length()))
                .toList();
    }

    /** Whether a SASL answer may go with the command (RFC 4959). */
    boolean initialResponse() {
        return names.contains("SASL-IR") || revision2();
    }

    /** Whether LOGIN may be used at all. */
    boolean login() {
        return !names.contains(NO_LOGIN);
    }

    /** UID EXPUNGE (RFC 4315). */
    boolean uidPlus() {
        return names.contains("UIDPLUS") || revision2();
    }

    /** UID MOVE (RFC 6851). */
    boolean move() {
        return names.contains("MOVE") || revision2();
    }

    /** IDLE (RFC 2177). */
    boolean idle() {
        return names.contains("IDLE") || revision2();
    }

    /** MYRIGHTS (RFC 4314). */
    boolean acl() {
        return names.contains("ACL");
    }

    /** RFC 9051 makes of all these extensions a part of the protocol. */
    private boolean revision2() {
        return names.contains("IMAP4REV2");
    }
}
