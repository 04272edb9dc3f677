package io.mailroom.oauth;

import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One client for all sources, since each has a thread; it ends when no source is left that holds it. */
final class HttpClients {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private static @Nullable WeakReference<HttpClient> current;

    private HttpClients() {}

    static synchronized HttpClient shared() {
        HttpClient client = current == null ? null : current.get();
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(Redirect.NEVER) // what we send is secret
                    .build();
            current = new WeakReference<>(client);
        }
        return client;
    }
}
