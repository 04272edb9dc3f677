package io.mailroom.smtp.auth;

import io.mailroom.CommunicationsException;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.Transcript;
import org.jspecify.annotations.Nullable;

/**
 * How one protocol carries a login (RFC 4422 §4). Every line it sends from here is secret, and shown in the transcript
 * as a mask. For one connection and its thread.
 */
public interface SaslCarrier {
    /** The most characters of an initial response in base64 that go with the command; 0 when the protocol has none. */
    int mostInitialResponse(Mechanism mechanism);

    /**
     * Sends the command that begins a login, such as {@code AUTH PLAIN}.
     *
     * @param initialResponse base64, or null when the server speaks first
     */
    SaslReply begin(Mechanism mechanism, @Nullable String initialResponse);

    /** Sends an answer to a challenge; base64, empty for an empty answer. */
    SaslReply answer(String base64);

    /** The server the token is meant for. */
    Endpoint endpoint();

    /** What is recorded, and the secrets that are masked. */
    Transcript transcript();

    /**
     * The error for a login that was refused; the connection stays good.
     *
     * @param words what the server said, and how it explained that; safe to print
     */
    CommunicationsException refused(Mechanism mechanism, SaslReply reply, String words);

    /**
     * The error for a server that breaks the rules of the mechanism; closes the connection.
     *
     * @param what such as {@code has not proven that it knows the password}, following the server's name
     */
    CommunicationsException broken(Mechanism mechanism, String what);

    /** The error for an account or secret that cannot be sent; closes the connection. */
    CommunicationsException unfit(Mechanism mechanism, String what);
}
