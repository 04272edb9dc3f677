package io.mailroom.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An identity provider on a loopback port. It takes the refresh token {@code refresh-canary-0} and gives numbered access
 * tokens, or does what a test tells it to.
 */
public final class IdentityProvider implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Map<String, String>> requests = new ArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private String refreshToken = "refresh-canary-0";
    private boolean rotates;
    private boolean waits;
    private int lifetime = 3600;
    private int status = 200;
    private String answer = "";
    private String accessToken = "";

    /** Begins to serve. */
    public IdentityProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/token", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Where tokens are asked for. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    }

    /** Gives a new refresh token with each access token; the old one is of no use any more. */
    public IdentityProvider rotating() {
        rotates = true;
        return this;
    }

    /** Gives tokens that live so long. */
    public IdentityProvider givingTokensFor(int seconds) {
        lifetime = seconds;
        return this;
    }

    /** Answers every request like this; status 200 and an empty body end that. */
    public synchronized IdentityProvider answering(int code, String body) {
        status = code;
        answer = body;
        return this;
    }

    /** Lets every request wait until {@link #opensTheGate}. */
    public IdentityProvider waitingForTheGate() {
        waits = true;
        return this;
    }

    /** Answers those that wait. */
    public void opensTheGate() {
        gate.countDown();
    }

    /** The fields of each request so far. */
    public synchronized List<Map<String, String>> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(exchange.getRequestBody().readAllBytes());
        synchronized (this) {
            requests.add(form);
        }
        awaitGate();
        byte[] body = reply(form).getBytes(StandardCharsets.UTF_8);
        if (status == 302) {
            exchange.getResponseHeaders().add("Location", "/token");
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void awaitGate() throws IOException {
        try {
            if (waits) {
                gate.await();
            }
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    /** Gives this access token from now on, instead of numbered ones. */
    public synchronized IdentityProvider givingToken(String token) {
        accessToken = token;
        return this;
    }

    private synchronized String reply(Map<String, String> form) {
        if (!answer.isEmpty() || status != 200) {
            return answer;
        }
        if (form.get("grant_type").equals("refresh_token") && !refreshToken.equals(form.get("refresh_token"))) {
            status = 400;
            return "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}";
        }
        int count = requests.size();
        String next = "";
        if (rotates) {
            refreshToken = "refresh-canary-" + count;
            next = ",\"refresh_token\":\"" + refreshToken + "\"";
        }
        String token = accessToken.isEmpty() ? "access-canary-" + count : accessToken;
        return "{\"access_token\":\"" + token + "\",\"nested\":{\"a\":[1]},\"token_type\":\"Bearer\","
                + "\"expires_in\":" + lifetime + next + "}";
    }

    private static Map<String, String> form(byte[] body) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : new String(body, StandardCharsets.US_ASCII).split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
