package io.mailroom.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.profile.Secret;
import io.mailroom.profile.SecretBox;
import io.mailroom.spool.LocalDisk;
import io.mailroom.testkit.IdentityProvider;
import io.mailroom.testkit.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens from a provider over real HTTP. */
class OAuthTokensTest {
    private static final Secret FIRST = Secret.of("refresh-canary-0");

    private final ManualClock clock = ManualClock.at("2026-03-01T09:30:00Z");
    private final IdentityProvider provider = new IdentityProvider();

    @TempDir
    Path directory;

    OAuthTokensTest() throws IOException {}

    @AfterEach
    void stop() {
        provider.close();
    }

    private TokenRequest request() {
        return new TokenRequest("support", provider.url(), "client 1", Secret.of("secret&canary"), "mail offline");
    }

    private OAuthTokens tokens() {
        return OAuthTokens.refreshing(request(), FIRST, RefreshTokenStore.inMemory(), clock);
    }

    private static String text(Secret secret) {
        return new String(secret.copyBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Test
    void aRefreshTokenBuysAnAccessToken() {
        Secret token = tokens().token();

        assertThat(text(token)).isEqualTo("access-canary-1");
        assertThat(provider.requests())
                .containsExactly(Map.of(
                        "grant_type", "refresh_token",
                        "client_id", "client 1",
                        "client_secret", "secret&canary",
                        "scope", "mail offline",
                        "refresh_token", "refresh-canary-0"));
    }

    @Test
    void anApplicationWithAccessOfItsOwnNeedsNoRefreshToken() {
        Secret token = OAuthTokens.clientCredentials(request(), clock).token();

        assertThat(text(token)).isEqualTo("access-canary-1");
        assertThat(provider.requests().get(0))
                .containsEntry("grant_type", "client_credentials")
                .doesNotContainKey("refresh_token");
    }

    @Test
    void aTokenIsKeptUntilAMinuteBeforeItExpires() {
        OAuthTokens tokens = tokens();
        tokens.token();

        clock.advance(Duration.ofSeconds(3539));
        assertThat(text(tokens.token())).isEqualTo("access-canary-1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(text(tokens.token())).isEqualTo("access-canary-2");
    }

    @Test
    void aShortLivedTokenIsUsedForMostOfItsLife() {
        provider.givingTokensFor(10);
        OAuthTokens tokens = tokens();
        tokens.token();

        clock.advance(Duration.ofSeconds(8));
        assertThat(text(tokens.token())).isEqualTo("access-canary-1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(text(tokens.token())).isEqualTo("access-canary-2");
    }

    @Test
    void aRefusedTokenIsFetchedAnewAndAnotherOnesRefusalChangesNothing() {
        OAuthTokens tokens = tokens();
        Secret old = tokens.token();

        tokens.refused(Secret.of("somebody else's"));
        assertThat(tokens.token()).isEqualTo(old);
        tokens.refused(old);
        assertThat(text(tokens.token())).isEqualTo("access-canary-2");
    }

    @Test
    void manyLoginsAtOnceAskTheProviderOnce() throws Exception {
        provider.waitingForTheGate();
        OAuthTokens tokens = tokens();
        ExecutorService logins = Executors.newFixedThreadPool(8);
        List<Future<Secret>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(logins.submit(tokens::token));
        }

        provider.opensTheGate();

        for (Future<Secret> answer : answers) {
            assertThat(text(answer.get())).isEqualTo("access-canary-1");
        }
        assertThat(provider.requests()).hasSize(1);
        logins.shutdown();
    }

    @Test
    void aRotatedRefreshTokenIsUsedNextAndSurvivesARestart() throws IOException {
        provider.rotating();
        SecretBox box = SecretBox.withKey(new byte[32]);
        Path file = directory.resolve("oauth").resolve("support.token");
        FileRefreshTokenStore store = new FileRefreshTokenStore(new LocalDisk(), file, box);
        OAuthTokens before = OAuthTokens.refreshing(request(), FIRST, store, clock);
        before.refused(before.token());
        before.token();

        OAuthTokens restarted = OAuthTokens.refreshing(request(), FIRST, store, clock);

        assertThat(text(restarted.token())).isEqualTo("access-canary-3");
        assertThat(provider.requests())
                .extracting(form -> form.get("refresh_token"))
                .containsExactly("refresh-canary-0", "refresh-canary-1", "refresh-canary-2");
        assertThat(Files.readString(file)).doesNotContain("canary").hasLineCount(2);
    }

    @Test
    void aNewConsentInTheProfileReplacesWhatWasKept() {
        FileRefreshTokenStore store = new FileRefreshTokenStore(
                new LocalDisk(), directory.resolve("support.token"), SecretBox.withKey(new byte[32]));
        store.keep(Secret.of("old consent"), Secret.of("successor of the old"));

        assertThat(store.successorOf(Secret.of("old consent"))).contains(Secret.of("successor of the old"));
        assertThat(store.successorOf(FIRST)).isEmpty();
    }

    @Test
    void anotherKeyCannotReadWhatWasKeptAndTheErrorNamesTheFile() {
        Path file = directory.resolve("support.token");
        new FileRefreshTokenStore(new LocalDisk(), file, SecretBox.withKey(new byte[32])).keep(FIRST, FIRST);
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        FileRefreshTokenStore other = new FileRefreshTokenStore(new LocalDisk(), file, SecretBox.withKey(otherKey));

        assertThatThrownBy(() -> other.successorOf(FIRST))
                .hasMessageContaining("support.token")
                .hasMessageContaining("another key");
    }

    @Test
    void aRevokedConsentIsAnAuthenticationErrorThatSaysWhatToDo() {
        OAuthTokens tokens =
                OAuthTokens.refreshing(request(), Secret.of("revoked-canary"), RefreshTokenStore.inMemory(), clock);

        assertThatThrownBy(tokens::token)
                .isInstanceOfSatisfying(
                        CommunicationsException.class,
                        error -> assertThat(error.kind()).isEqualTo(ErrorKind.AUTHENTICATION))
                .hasMessageContaining("Profile support: 127.0.0.1:")
                .hasMessageContaining("refused the token request with \"400 invalid_grant: Token has been expired")
                .hasMessageContaining("consent again")
                .message()
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "503, '', REFUSED_FOR_NOW, 503",
        "429, '{\"error\":\"slow_down\"}', REFUSED_FOR_NOW, 429 slow_down",
        "401, '{\"error\":\"invalid_client\"}', AUTHENTICATION, OAuth Client Secret",
        "400, '{\"error\":\"invalid_scope\"}', AUTHENTICATION, OAuth Scope",
        "200, '{\"error\":\"invalid_grant\"}', REFUSED_FOR_NOW, invalid_grant",
        "302, '', REFUSED_FOR_NOW, 302",
        "200, '<html>', NETWORK, no JSON",
        "200, '{\"access_token\":\"x', NETWORK, no JSON",
        "200, '[]', NETWORK, no JSON",
        "200, '{}', NETWORK, no bearer token",
        "200, '{\"access_token\":\"canary\",\"token_type\":\"mac\"}', NETWORK, no bearer token",
        "200, '{\"access_token\":{}}', NETWORK, no bearer token"
    })
    void anAnswerWithoutATokenIsAnErrorAndTheNextLoginAsksAgain(int status, String body, ErrorKind kind, String words) {
        provider.answering(status, body);
        OAuthTokens tokens = tokens();

        assertThatThrownBy(tokens::token)
                .isInstanceOfSatisfying(
                        CommunicationsException.class,
                        error -> assertThat(error.kind()).isEqualTo(kind))
                .hasMessageContaining(words)
                .message()
                .doesNotContain("canary");
        provider.answering(200, "");
        assertThat(tokens.token()).isNotNull();
    }

    @Test
    void anEndlessAnswerIsCut() {
        provider.answering(200, "{\"access_token\":\"" + "x".repeat(100_000) + "\"}");

        assertThatThrownBy(() -> tokens().token()).hasMessageContaining("more than 65536 bytes");
    }

    @Test
    void aProviderThatNeverAnswersIsGivenUp() {
        provider.waitingForTheGate();
        OAuthTokens tokens =
                OAuthTokens.refreshing(request(), FIRST, RefreshTokenStore.inMemory(), clock, Duration.ofMillis(200));

        assertThatThrownBy(tokens::token)
                .isInstanceOfSatisfying(
                        CommunicationsException.class,
                        error -> assertThat(error.kind()).isEqualTo(ErrorKind.NETWORK));
    }

    @Test
    void aProviderThatIsNotThereIsANetworkError() {
        provider.close();

        assertThatThrownBy(() -> tokens().token()).hasMessageContaining("the token request failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.example.com/token", "ftp://a/b", "/token", "https://u:p@a/b", "https://a/#b"})
    void onlyAnHttpsAddressIsAsked(String url) {
        assertThatThrownBy(() -> new TokenRequest("support", URI.create(url), "id", null, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void h01NothingShowsASecretWhenPrinted() {
        OAuthTokens tokens = tokens();
        tokens.token();

        assertThat(tokens + " " + request()).doesNotContain("canary");
    }
}
