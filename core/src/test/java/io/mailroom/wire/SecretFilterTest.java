package io.mailroom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SecretFilterTest {
    private static final String SECRET = "pw \u00e4/\u20ac+canary";
    private final SecretFilter filter = new SecretFilter();

    @Test
    void h01_aSecretIsFoundInBase64WhateverStandsBeforeAndBehindIt() {
        filter.hide(SECRET);
        byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);

        for (String before : new String[] {"", "a", "ab", "\0user\0"}) {
            for (String after : new String[] {"", "\u0001", "\u0001\u0001", "xyz"}) {
                String encoded =
                        Base64.getEncoder().encodeToString((before + SECRET + after).getBytes(StandardCharsets.UTF_8));
                String alone = Base64.getEncoder().encodeToString(secret);

                assertThat(filter.mask("AUTH PLAIN " + encoded))
                        .contains(SecretFilter.MASK)
                        .doesNotContain(alone.substring(4, 12));
            }
        }
    }

    @Test
    void h01_aSecretIsFoundPlainInHexAndInUrlForm() {
        filter.hide(SECRET);
        byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
        String asReplyBytes = new String(secret, StandardCharsets.ISO_8859_1);

        String masked = filter.mask(String.join(
                " ",
                SECRET,
                asReplyBytes,
                HexFormat.of().formatHex(secret),
                HexFormat.of().withUpperCase().formatHex(secret),
                URLEncoder.encode(SECRET, StandardCharsets.UTF_8)));

        assertThat(masked).isEqualTo("*** *** *** *** ***");
    }

    @Test
    void severalSecretsAreHiddenTheLongerOneFirst() {
        filter.hide("abcd");
        filter.hide("abcdefgh");

        assertThat(filter.mask("abcdefgh abcd")).isEqualTo("*** ***");
        assertThat(filter).hasToString("SecretFilter");
    }
}
