package io.mailroom.oauth;

import io.mailroom.CommandRefusedException;
import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.profile.Secret;
import io.mailroom.wire.Transcript;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks a provider for a token (RFC 6749 §3.2): one request, no redirects, bounded in size and time. */
final class TokenEndpoint {
    /** Longest wait for the whole answer. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    private final TokenRequest request;
    private final HttpClient client;
    private final Duration deadline;

    TokenEndpoint(TokenRequest request, HttpClient client, Duration deadline) {
        this.request = request;
        this.client = client;
        this.deadline = deadline;
    }

    /** @throws CommunicationsException when no token came of it */
    TokenAnswer ask(TokenForm form) {
        byte[] body = form.encoded();
        HttpRequest http = HttpRequest.newBuilder(request.tokenUrl())
                .timeout(deadline)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            return read(send(http));
        } finally {
            java.util.Arrays.fill(body, (byte) 0);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest http) {
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(http, LimitedBody.handler());
        try {
            return exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            exchange.cancel(true);
            throw lost("no whole answer to the token request within " + deadline.toSeconds() + " s", null);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw lost("the token request failed: " + safe(words(cause)), cause);
        } catch (InterruptedException stopped) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw lost("interrupted during the token request", stopped);
        }
    }

    private TokenAnswer read(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        Map<String, String> fields;
        try {
            fields = TokenJson.read(response.body());
        } catch (IOException notJson) {
            if (status == OK) {
                throw lost("the answer to the token request is no JSON", null);
            }
            throw refused(status, "");
        }
        if (status != OK || fields.containsKey("error")) {
            String description = fields.getOrDefault("error_description", "");
            throw refused(status, fields.getOrDefault("error", "") + (description.isEmpty() ? "" : ": " + description));
        }
        String token = fields.getOrDefault("access_token", "");
        String type = fields.getOrDefault("token_type", "bearer");
        if (token.isEmpty() || !type.equalsIgnoreCase("bearer")) {
            throw lost("the answer to the token request holds no bearer token", null);
        }
        String refresh = fields.getOrDefault("refresh_token", "");
        return new TokenAnswer(
                Secret.of(token),
                TokenAnswer.lifetime(fields.getOrDefault("expires_in", "")),
                refresh.isEmpty() ? null : Secret.of(refresh));
    }

    private CommandRefusedException refused(int status, String reason) {
        boolean isOurs = status == BAD_REQUEST || status == UNAUTHORIZED;
        return new CommandRefusedException(
                isOurs ? ErrorKind.AUTHENTICATION : ErrorKind.REFUSED_FOR_NOW,
                request.owner(),
                request.server(),
                "the token request",
                safe((status + " " + reason).strip()),
                advice(reason));
    }

    /** RFC 6749 §5.2. */
    private static String advice(String reason) {
        if (reason.startsWith("invalid_grant")) {
            return "What tokens are given for has expired or was revoked: let the owner of the account consent again, and"
                    + " put the new refresh token in \"OAuth Refresh Token\".";
        }
        if (reason.startsWith("invalid_client") || reason.startsWith("unauthorized_client")) {
            return "Check \"OAuth Client Id\" and \"OAuth Client Secret\", and what the provider lets this application"
                    + " do.";
        }
        if (reason.startsWith("invalid_scope")) {
            return "Check \"OAuth Scope\".";
        }
        return "Check \"OAuth Token URL\"; it is tried again later.";
    }

    private ConnectionLostException lost(String what, @Nullable Throwable cause) {
        return new ConnectionLostException(
                ErrorKind.NETWORK,
                request.owner(),
                request.server(),
                what,
                "Check \"OAuth Token URL\" and the network; it is tried again later.",
                cause);
    }

    private static String words(@Nullable Throwable cause) {
        if (cause == null) {
            return "no reason";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String safe(String foreign) {
        return Transcript.off().safe(foreign);
    }
}
