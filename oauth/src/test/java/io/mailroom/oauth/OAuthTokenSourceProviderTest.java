package io.mailroom.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.InvalidProfileException;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.spi.OAuthParameters;
import io.mailroom.spi.TokenSource;
import io.mailroom.spi.TokenSourceProvider;
import io.mailroom.testkit.IdentityProvider;
import io.mailroom.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the OAuth parameters of a profile come to. */
class OAuthTokenSourceProviderTest {
    private final ManualClock clock = ManualClock.at("2026-03-01T09:30:00Z");

    @TempDir
    Path home;

    private static Settings settings(String... overrides) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("name", "support@example.com");
        entries.put("driver", "any");
        for (int i = 0; i < overrides.length; i += 2) {
            entries.put(overrides[i], overrides[i + 1]);
        }
        return ProfileResolver.of(OAuthParameters.ALL)
                .withRules(OAuthParameters.RULES)
                .resolve(Profile.from(entries), Direction.INBOUND);
    }

    @Test
    void aProfileWithoutTokenUrlDescribesNoSource() {
        assertThat(TokenSourceProvider.find(settings(), home, clock)).isEmpty();
    }

    @Test
    void aProfileWithTokenUrlIsServedByThisModuleAndARotatedTokenIsKeptInItsHome() throws IOException {
        try (IdentityProvider provider = new IdentityProvider().rotating()) {
            Settings settings = settings(
                    "OAuth Token URL", provider.url().toString(),
                    "OAuth Client Id", "id",
                    "OAuth Refresh Token", "refresh-canary-0",
                    "OAuth Store Key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

            Optional<TokenSource> source = TokenSourceProvider.find(settings, home, clock);
            source.orElseThrow().token();

            Path kept = home.resolve("oauth").resolve("support@example.com.token");
            assertThat(home.resolve("oauth"))
                    .isDirectoryContaining(file -> file.toString().endsWith(".token"));
            assertThat(Files.exists(kept) ? Files.readString(kept) : "").doesNotContain("canary");
        }
    }

    @Test
    void whatCannotBeUsedIsRefusedByName() {
        assertThatThrownBy(() -> settings("OAuth Scope", "mail"))
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageContaining("\"OAuth Scope\" is set without \"OAuth Token URL\"");
        assertThatThrownBy(() -> settings("OAuth Token URL", "https://login.test/token"))
                .hasMessageContaining("without \"OAuth Client Id\"")
                .hasMessageContaining("nothing that tokens are given for");
        assertThatThrownBy(() -> TokenSourceProvider.find(
                        settings(
                                "OAuth Token URL", "http://login.test/token",
                                "OAuth Client Id", "id",
                                "OAuth Client Secret", "canary"),
                        home,
                        clock))
                .hasMessageContaining("\"OAuth Token URL\": it is not encrypted");
        assertThatThrownBy(() -> TokenSourceProvider.find(
                        settings(
                                "OAuth Token URL", "https://login.test/token",
                                "OAuth Client Id", "id",
                                "OAuth Refresh Token", "canary",
                                "OAuth Store Key", "c2hvcnQ="),
                        home,
                        clock))
                .hasMessageContaining("\"OAuth Store Key\": it is not 32 bytes in base64");
    }
}
