package io.mailroom.oauth;

import io.mailroom.profile.Secret;
import java.util.Optional;

/**
 * Keeps the newest refresh token, for providers that give a new one with each use (RFC 6749 §6). Usable from any
 * thread.
 */
public interface RefreshTokenStore {
    /**
     * The newest token that came of this one; empty when there is none, because nothing was kept or because the first
     * is another than the one what is kept came of: then somebody has consented anew.
     *
     * @param first the token of the set-up
     * @throws io.mailroom.CommunicationsException when what is kept cannot be read
     */
    Optional<Secret> successorOf(Secret first);

    /**
     * Keeps a token in place of the one before, durably when it returns.
     *
     * @param first the token of the set-up, which it came of
     * @throws io.mailroom.CommunicationsException when it cannot be kept
     */
    void keep(Secret first, Secret newest);

    /** Forgets everything when the process ends. */
    static RefreshTokenStore inMemory() {
        return new RefreshTokenStore() {
            @Override
            public Optional<Secret> successorOf(Secret first) {
                return Optional.empty(); // what is newest is known to the source itself
            }

            @Override
            public void keep(Secret first, Secret newest) {}
        };
    }
}
