package io.mailroom.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 of the bytes of a message as the server sent them. */
public final class ContentDigest {
    /** Characters of {@link #brief()}. */
    public static final int BRIEF_LENGTH = 22;

    private static final int LENGTH = 32;
    private static final int BRIEF_BYTES = 16;

    private final byte[] bytes;

    private ContentDigest(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("SHA-256 has " + LENGTH + " bytes, not " + bytes.length);
        }
        this.bytes = bytes;
    }

    /** The digest of bytes in memory. */
    public static ContentDigest of(byte[] content) {
        return new ContentDigest(newSha256().digest(content));
    }

    /** The digest of a file. */
    public static ContentDigest of(Disk disk, Path file, String label) throws IOException {
        MessageDigest sha256 = newSha256();
        try (InputStream bytes = Channels.newInputStream(disk.read(file, label))) {
            new DigestInputStream(bytes, sha256).transferTo(OutputStream.nullOutputStream());
        }
        return finish(sha256);
    }

    /** What the digest has come to; resets it. */
    public static ContentDigest finish(MessageDigest sha256) {
        return new ContentDigest(sha256.digest());
    }

    /**
     * Reads {@link #hex()} back.
     *
     * @throws IllegalArgumentException when the text is not 64 hexadecimal digits
     */
    public static ContentDigest parse(String hex) {
        return new ContentDigest(HexFormat.of().parseHex(hex));
    }

    /** A digest to be fed while a message streams by. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }

    /** All of it: 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The first 128 bits in 22 characters of URL-safe base64, as index records hold it. */
    public String brief() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, BRIEF_BYTES));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentDigest that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
