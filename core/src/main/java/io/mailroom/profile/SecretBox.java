package io.mailroom.profile;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts a secret for a file, with a key that the host keeps elsewhere (AES-GCM). Usable from any thread. */
public final class SecretBox {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private SecretBox(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** @param key 32 bytes nobody else knows; copied */
    public static SecretBox withKey(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A key has " + KEY_BYTES + " bytes");
        }
        return new SecretBox(key);
    }

    /** The secret as text that nobody reads without the key; different each time. */
    public String lock(Secret secret) {
        byte[] plain = secret.copyBytes(StandardCharsets.UTF_8);
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            byte[] locked = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(nonce.length + locked.length)
                            .put(nonce)
                            .put(locked)
                            .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no AES-GCM", impossible);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * The secret that was locked.
     *
     * @throws IllegalArgumentException when it was locked with another key, or changed since
     */
    public Secret unlock(String locked) {
        byte[] bytes = Base64.getDecoder().decode(locked);
        try {
            byte[] plain = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE_BYTES))
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            CharBuffer characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(plain));
            Secret secret = Secret.of(characters);
            Arrays.fill(plain, (byte) 0);
            Arrays.fill(characters.array(), '\0');
            return secret;
        } catch (GeneralSecurityException wrongKey) {
            throw new IllegalArgumentException("The stored secret was locked with another key", wrongKey);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    @Override
    public String toString() {
        return "SecretBox";
    }
}
