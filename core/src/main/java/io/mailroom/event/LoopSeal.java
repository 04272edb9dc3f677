package io.mailroom.event;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs the automatic mail of one installation, so that it is known for certain when it comes back. The value of {@link
 * AutomaticMail#LOOP_FIELD} is, in one line:
 *
 * <pre>
 * v1; support@example.com; 6957a8c0; kq8…          address of the profile, time in seconds, HMAC-SHA256 of what precedes
 * </pre>
 *
 * <p>Anybody who got such a mail can copy the value; all he gains is that he gets no answers. Blanks do not count, because
 * relays fold fields. Immutable; usable from any thread.
 */
public final class LoopSeal {
    /** Fewest bytes of a key. */
    public static final int KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern VALUE = Pattern.compile("(v1;([^;]{1,320});[0-9a-f]{1,16});([A-Za-z0-9_-]{43})");
    /** Longest value that is looked at. */
    private static final int MAX_VALUE = 1_000;

    private static final LoopSeal NONE = new LoopSeal(null);

    private final @Nullable SecretKeySpec key;

    private LoopSeal(@Nullable SecretKeySpec key) {
        this.key = key;
    }

    /**
     * The seal of an installation.
     *
     * @param key secret, at least {@link #KEY_BYTES} bytes; copied
     */
    public static LoopSeal of(byte[] key) {
        if (key.length < KEY_BYTES) {
            throw new IllegalArgumentException("a key has at least " + KEY_BYTES + " bytes, not " + key.length);
        }
        return new LoopSeal(new SecretKeySpec(key, ALGORITHM));
    }

    /** Knows no mail as ours, and seals none. */
    public static LoopSeal none() {
        return NONE;
    }

    /**
     * The value of the field for one message.
     *
     * @param address of the profile that sends it
     * @throws IllegalStateException for {@link #none()}
     */
    public String seal(String address, Instant when) {
        Objects.requireNonNull(address, "address");
        if (key == null) {
            throw new IllegalStateException("There is no key to seal with.");
        }
        String body =
                "v1;" + address.replace(";", "").replaceAll("\\s", "") + ";" + Long.toHexString(when.getEpochSecond());
        return body.replace(";", "; ") + "; " + mac(body);
    }

    /** The address in a value that was sealed here; empty for any other. */
    public Optional<String> verify(String value) {
        if (key == null || value.length() > MAX_VALUE) {
            return Optional.empty();
        }
        Matcher sealed = VALUE.matcher(value.replaceAll("\\s", ""));
        if (!sealed.matches() || !isEqual(sealed.group(3), mac(sealed.group(1)))) {
            return Optional.empty();
        }
        return Optional.of(sealed.group(2));
    }

    private static boolean isEqual(String claimed, String right) {
        return MessageDigest.isEqual(
                claimed.getBytes(StandardCharsets.US_ASCII), right.getBytes(StandardCharsets.US_ASCII));
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
