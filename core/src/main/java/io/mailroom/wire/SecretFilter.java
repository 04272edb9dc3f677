package io.mailroom.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Takes secrets out of text before anybody sees it: as they are, in base64 at each of the three alignments, in
 * hexadecimal and URL form. It keeps the secrets it looks for, so it should live no longer than a session.
 * Safe for use from any thread; {@code toString} says nothing.
 */
public final class SecretFilter {
    /** What stands for a secret. */
    public static final String MASK = "***";

    /** Shorter secrets are hidden where they are sent, but not looked for elsewhere: they occur in ordinary text. */
    private static final int SHORTEST = 3;

    private static final int SHORTEST_BASE64 = 4;
    private static final int ALIGNMENTS = 3;

    private volatile List<String> forms = List.of();

    /** Knows no secret yet. */
    public SecretFilter() {}

    /** From now on this secret is masked, in all its forms. */
    public synchronized void hide(String secret) {
        Objects.requireNonNull(secret, "secret");
        if (secret.length() < SHORTEST) {
            return;
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(bytes);
        TreeSet<String> all = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        all.addAll(forms);
        all.add(secret);
        all.add(new String(bytes, StandardCharsets.ISO_8859_1)); // as replies are decoded
        all.add(hex);
        all.add(hex.toUpperCase(Locale.ROOT));
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        for (int shift = 0; shift < ALIGNMENTS; shift++) {
            String core = base64Core(bytes, shift);
            if (core.length() >= SHORTEST_BASE64) {
                all.add(core);
            }
        }
        forms = List.copyOf(all); // longest first, so that no form is cut by a shorter one
    }

    /** The text with each secret replaced by {@link #MASK}. */
    public String mask(String text) {
        String masked = text;
        for (String form : forms) {
            masked = masked.replace(form, MASK);
        }
        return masked;
    }

    @Override
    public String toString() {
        return "SecretFilter";
    }

    /** Those base64 characters that depend on nothing but the secret, when {@code shift} bytes come before it. */
    private static String base64Core(byte[] secret, int shift) {
        byte[] shifted = new byte[secret.length + shift];
        System.arraycopy(secret, 0, shifted, shift, secret.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int from = (shift * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        return encoded.substring(Math.min(from, to), to);
    }
}
