package io.mailroom.smtp.auth;

import java.util.Optional;

/** One mechanism at work for one login. The messages it makes are wiped by whoever asked for them. */
interface Conversation extends AutoCloseable {
    /** What we say unasked; empty when the server speaks first. */
    Optional<byte[]> initial() throws MechanismException;

    /**
     * Our answer to a challenge.
     *
     * @throws MechanismException when the challenge is none of this mechanism's, or one too many
     */
    byte[] answer(byte[] challenge) throws MechanismException;

    /**
     * The server says that we are in.
     *
     * @throws MechanismException when it has not proven what the mechanism demands of it
     */
    default void accepted() throws MechanismException {}

    /** How the server explained a refusal before it refused; empty when it did not. */
    default String explanation() {
        return "";
    }

    /** Wipes what is left of the secret. */
    @Override
    void close();
}
