package io.mailroom.oauth;

import io.mailroom.CommunicationsException;
import io.mailroom.profile.Secret;
import io.mailroom.spi.TokenSource;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens from a provider, kept until shortly before they expire. However many logins ask at once, the provider is
 * asked once, and all get its answer. Usable from any thread.
 */
public final class OAuthTokens implements TokenSource {
    /** A token is not used in the last minute of its life, or in the last tenth of a shorter one. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final int SMALLEST_PART = 10;

    private final Supplier<TokenAnswer> provider;
    private final Clock clock;
    private @Nullable Kept kept;
    private @Nullable CompletableFuture<Kept> underWay;

    private record Kept(Secret token, Instant until) {}

    private OAuthTokens(Supplier<TokenAnswer> provider, Clock clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * Tokens for an account whose owner has consented (RFC 6749 §6). A new refresh token that comes with one is kept
     * before the token is used.
     *
     * @param first the refresh token of the consent
     */
    public static OAuthTokens refreshing(TokenRequest request, Secret first, RefreshTokenStore store, Clock clock) {
        return new OAuthTokens(
                new Refreshing(request, first, store, HttpClients.shared(), TokenEndpoint.DEADLINE), clock);
    }

    /** Tokens for an application that has access of its own (RFC 6749 §4.4). */
    public static OAuthTokens clientCredentials(TokenRequest request, Clock clock) {
        TokenEndpoint endpoint = new TokenEndpoint(request, HttpClients.shared(), TokenEndpoint.DEADLINE);
        return new OAuthTokens(() -> endpoint.ask(TokenForm.clientCredentials(request)), clock);
    }

    static OAuthTokens refreshing(
            TokenRequest request, Secret first, RefreshTokenStore store, Clock clock, Duration deadline) {
        HttpClient client = HttpClients.shared();
        return new OAuthTokens(new Refreshing(request, first, store, client, deadline), clock);
    }

    /**
     * A token that is good now; from memory, or from the provider within 30 seconds.
     *
     * @throws CommunicationsException kind {@code AUTHENTICATION} when the provider refused, {@code NETWORK} when it
     *     gave no answer that is one
     */
    @Override
    public Secret token() {
        CompletableFuture<Kept> flight;
        boolean isMine = false;
        synchronized (this) {
            if (kept != null && clock.instant().isBefore(kept.until())) {
                return kept.token();
            }
            isMine = underWay == null;
            flight = isMine ? new CompletableFuture<>() : java.util.Objects.requireNonNull(underWay);
            underWay = flight;
        }
        if (isMine) {
            fly(flight);
        }
        return land(flight);
    }

    private void fly(CompletableFuture<Kept> flight) {
        Instant asked = clock.instant();
        try {
            TokenAnswer answer = provider.get();
            Duration tenth = answer.lifetime().dividedBy(SMALLEST_PART);
            Duration margin = tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN;
            Kept fresh =
                    new Kept(answer.accessToken(), asked.plus(answer.lifetime()).minus(margin));
            synchronized (this) {
                kept = fresh;
                underWay = null;
            }
            flight.complete(fresh);
        } catch (RuntimeException | Error failed) {
            synchronized (this) {
                underWay = null;
            }
            flight.completeExceptionally(failed);
        }
    }

    private static Secret land(CompletableFuture<Kept> flight) {
        try {
            return flight.join().token();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof CommunicationsException refused) {
                throw refused;
            }
            throw failed;
        }
    }

    /** Forgets the token, so that the next one asked for comes from the provider. */
    @Override
    public synchronized void refused(Secret token) {
        if (kept != null && kept.token().equals(token)) {
            kept = null;
        }
    }

    @Override
    public String toString() {
        return "OAuthTokens";
    }

    /** Knows the newest refresh token. Called by one thread at a time. */
    private static final class Refreshing implements Supplier<TokenAnswer> {
        private final TokenRequest request;
        private final TokenEndpoint endpoint;
        private final Secret first;
        private final RefreshTokenStore store;
        private @Nullable Secret newest;

        Refreshing(TokenRequest request, Secret first, RefreshTokenStore store, HttpClient client, Duration deadline) {
            this.request = request;
            this.endpoint = new TokenEndpoint(request, client, deadline);
            this.first = first;
            this.store = store;
        }

        @Override
        public TokenAnswer get() {
            if (newest == null) {
                newest = store.successorOf(first).orElse(first);
            }
            TokenAnswer answer = endpoint.ask(TokenForm.refresh(request, newest));
            Secret next = answer.refreshToken().orElse(newest);
            if (!next.equals(newest)) {
                newest = next; // before it is kept: the old one may be of no use any more
                store.keep(first, next);
            }
            return answer;
        }
    }
}
