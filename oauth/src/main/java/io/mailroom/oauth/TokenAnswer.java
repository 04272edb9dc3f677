package io.mailroom.oauth;

import io.mailroom.profile.Secret;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider gave (RFC 6749 §5.1).
 *
 * @param accessToken good at once
 * @param lifetime for how long
 * @param nextRefreshToken in place of the one used, or null when that stays good
 */
record TokenAnswer(
        Secret accessToken, Duration lifetime, @Nullable Secret nextRefreshToken) {
    /** Of a provider that does not say. */
    private static final Duration UNKNOWN = Duration.ofMinutes(5);

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MOST_DIGITS = 9;

    /** The new refresh token, when there is one. */
    Optional<Secret> refreshToken() {
        return Optional.ofNullable(nextRefreshToken);
    }

    /** Seconds as the provider wrote them; between none and a day, whatever it says. */
    static Duration lifetime(String seconds) {
        if (!seconds.matches("\\d{1," + MOST_DIGITS + "}")) {
            return UNKNOWN;
        }
        Duration said = Duration.ofSeconds(Long.parseLong(seconds));
        return said.compareTo(LONGEST) > 0 ? LONGEST : said;
    }
}
