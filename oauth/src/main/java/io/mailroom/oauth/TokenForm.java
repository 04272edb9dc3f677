package io.mailroom.oauth;

import io.mailroom.profile.Secret;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a token request. The client's secret goes among them (RFC 6749 §2.3.1), as large providers want it. */
final class TokenForm {
    private final Map<String, Secret> fields = new LinkedHashMap<>();

    private TokenForm(TokenRequest request, String grant) {
        with("grant_type", grant).with("client_id", request.clientId());
        request.clientSecret().ifPresent(secret -> fields.put("client_secret", secret));
        if (!request.scope().isBlank()) {
            with("scope", request.scope());
        }
    }

    /** RFC 6749 §6. */
    static TokenForm refresh(TokenRequest request, Secret refreshToken) {
        TokenForm form = new TokenForm(request, "refresh_token");
        form.fields.put("refresh_token", refreshToken);
        return form;
    }

    /** RFC 6749 §4.4. */
    static TokenForm clientCredentials(TokenRequest request) {
        return new TokenForm(request, "client_credentials");
    }

    private TokenForm with(String name, String value) {
        fields.put(name, Secret.of(value));
        return this;
    }

    /** As it is sent; the caller wipes it. */
    byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach((name, value) -> {
            String separator = out.size() == 0 ? "" : "&";
            String text = new String(value.copyBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            out.writeBytes((separator + name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.US_ASCII));
        });
        return out.toByteArray();
    }
}
