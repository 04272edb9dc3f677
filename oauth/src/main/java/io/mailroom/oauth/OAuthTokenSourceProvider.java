package io.mailroom.oauth;

import io.mailroom.InvalidProfileException;
import io.mailroom.profile.Secret;
import io.mailroom.profile.SecretBox;
import io.mailroom.profile.Settings;
import io.mailroom.spi.OAuthParameters;
import io.mailroom.spi.TokenSource;
import io.mailroom.spi.TokenSourceProvider;
import io.mailroom.spool.LocalDisk;
import io.mailroom.spool.SafeName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a source of the OAuth parameters of a profile. Found by ServiceLoader. */
public final class OAuthTokenSourceProvider implements TokenSourceProvider {
    private static final Logger LOG = LoggerFactory.getLogger(OAuthTokenSourceProvider.class);

    /** Found by ServiceLoader; may also be made by hand. */
    public OAuthTokenSourceProvider() {}

    @Override
    public TokenSource open(Settings settings, Path home, Clock clock) {
        TokenRequest request = request(settings);
        Secret refreshToken = settings.find(OAuthParameters.OAUTH_REFRESH_TOKEN).orElse(null);
        return refreshToken == null
                ? OAuthTokens.clientCredentials(request, clock)
                : OAuthTokens.refreshing(request, refreshToken, store(settings, home), clock);
    }

    private static TokenRequest request(Settings settings) {
        try {
            return new TokenRequest(
                    settings.profile().name(),
                    URI.create(settings.get(OAuthParameters.OAUTH_TOKEN_URL).strip()),
                    settings.get(OAuthParameters.OAUTH_CLIENT_ID),
                    settings.find(OAuthParameters.OAUTH_CLIENT_SECRET).orElse(null),
                    settings.find(OAuthParameters.OAUTH_SCOPE).orElse(""));
        } catch (IllegalArgumentException unusable) {
            throw problem(settings, OAuthParameters.OAUTH_TOKEN_URL.name(), String.valueOf(unusable.getMessage()));
        }
    }

    private static RefreshTokenStore store(Settings settings, Path home) {
        Secret key = settings.find(OAuthParameters.OAUTH_STORE_KEY).orElse(null);
        if (key == null) {
            LOG.atInfo()
                    .addKeyValue("profile", settings.profile().name())
                    .log("\"OAuth Store Key\" is not set: should the provider replace the refresh token, the new one is"
                            + " lost when this process ends");
            return RefreshTokenStore.inMemory();
        }
        Path file =
                home.resolve("oauth").resolve(SafeName.escape(settings.profile().name()) + ".token");
        return new FileRefreshTokenStore(new LocalDisk(), file, box(settings, key));
    }

    private static SecretBox box(Settings settings, Secret key) {
        byte[] text = key.copyBytes(StandardCharsets.US_ASCII);
        byte[] bytes = {};
        try {
            bytes = Base64.getDecoder().decode(text);
            return SecretBox.withKey(bytes);
        } catch (IllegalArgumentException unfit) {
            throw problem(settings, OAuthParameters.OAUTH_STORE_KEY.name(), "it is not 32 bytes in base64");
        } finally {
            Arrays.fill(text, (byte) 0);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static InvalidProfileException problem(Settings settings, String parameter, String what) {
        return new InvalidProfileException(settings.profile().name(), List.of("\"" + parameter + "\": " + what));
    }
}
