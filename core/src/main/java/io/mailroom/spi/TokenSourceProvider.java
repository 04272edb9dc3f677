package io.mailroom.spi;

import io.mailroom.InvalidProfileException;
import io.mailroom.profile.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Makes the source of tokens that a profile describes. Found by ServiceLoader; stateless, usable from any thread. */
public interface TokenSourceProvider {
    /**
     * A source for a profile that sets {@link OAuthParameters#OAUTH_TOKEN_URL}. Touches neither network nor disk.
     *
     * @param home the library's home directory, for what the source keeps
     * @throws InvalidProfileException when a parameter cannot be used
     */
    TokenSource open(Settings settings, Path home, Clock clock);

    /**
     * The source the profile describes, or empty when it describes none. One for all logins of the profile: two would
     * use up each other's refresh tokens.
     *
     * @throws InvalidProfileException when it describes one and nothing on the class path can make it
     */
    static Optional<TokenSource> find(Settings settings, Path home, Clock clock) {
        if (!settings.declares(OAuthParameters.OAUTH_TOKEN_URL)
                || settings.find(OAuthParameters.OAUTH_TOKEN_URL).isEmpty()) {
            return Optional.empty();
        }
        TokenSourceProvider provider = ServiceLoader.load(TokenSourceProvider.class)
                .findFirst()
                .orElseThrow(() -> new InvalidProfileException(
                        settings.profile().name(),
                        List.of(
                                "\"OAuth Token URL\" is set, but nothing here gets tokens; add the module mailroom-oauth"
                                        + " to the class path or module path")));
        return Optional.of(provider.open(settings, home, clock));
    }
}
