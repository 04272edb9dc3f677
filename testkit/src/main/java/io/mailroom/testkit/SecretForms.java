package io.mailroom.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The forms in which a secret could be on a line. */
final class SecretForms {
    private SecretForms() {}

    /** As it is, in hexadecimal, and in base64: alone at each alignment, and as the mechanisms send it. */
    static List<String> of(String account, String secret) {
        List<String> forms = new ArrayList<>();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.add(secret);
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(base64("\0" + account + "\0" + secret));
        for (int shift = 0; shift < 3; shift++) {
            String encoded = base64("x".repeat(shift) + secret);
            forms.add(encoded.substring(shift == 0 ? 0 : 4, encoded.length() - 4)); // what the neighbours do not change
        }
        return forms;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
