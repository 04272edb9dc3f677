package io.mailroom.smtp.auth;

import io.mailroom.wire.Endpoint;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The mechanisms we know, the strongest first; the order in which they are tried. */
public enum Mechanism {
    /** RFC 5802, RFC 7677: the password is proven and not sent, and the server has to prove that it knows it too. */
    SCRAM_SHA_256("SCRAM-SHA-256", false),
    /** RFC 4616: account and password in one message. */
    PLAIN("PLAIN", false),
    /** Never standardised, and everywhere: account and password in answer to two prompts. */
    LOGIN("LOGIN", false),
    /** RFC 7628: an access token, and for which server it is meant. */
    OAUTHBEARER("OAUTHBEARER", true),
    /** What two large providers had before there was a standard. */
    XOAUTH2("XOAUTH2", true);

    private final String saslName;
    private final boolean forTokens;

    Mechanism(String saslName, boolean forTokens) {
        this.saslName = saslName;
        this.forTokens = forTokens;
    }

    /** The name on the wire, in upper case. */
    public String saslName() {
        return saslName;
    }

    /** True when it takes an access token, false when it takes a password. */
    public boolean isForTokens() {
        return forTokens;
    }

    /** The mechanism of that name, in any case. */
    public static Optional<Mechanism> named(String saslName) {
        String name = saslName.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.saslName.equals(name))
                .findFirst();
    }

    /**
     * The mechanisms to try, in order: those of ours that the server offers and that fit what we have.
     *
     * @param offered names as the server says them, on the encrypted connection where there is one
     * @param allowed what the profile allows, in its order; empty for all in ours
     */
    public static List<Mechanism> usable(Collection<String> offered, Credentials credentials, List<Mechanism> allowed) {
        Set<String> names =
                offered.stream().map(name -> name.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
        return (allowed.isEmpty() ? List.of(values()) : allowed)
                .stream()
                        .filter(mechanism -> mechanism.forTokens == credentials.isToken())
                        .filter(mechanism -> names.contains(mechanism.saslName))
                        .toList();
    }

    Conversation begin(String account, char[] secret, Endpoint server) throws MechanismException {
        return switch (this) {
            case SCRAM_SHA_256 -> new ScramConversation(account, secret);
            case PLAIN -> PlainConversation.plain(account, secret);
            case LOGIN -> new LoginConversation(account, secret);
            case OAUTHBEARER -> BearerConversation.oauthBearer(account, secret, server);
            case XOAUTH2 -> BearerConversation.xoauth2(account, secret);
        };
    }
}
