package io.mailroom.event;

import io.mailroom.mime.PartOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Passes bytes on to a file, and counts and hashes them on the way. */
final class HashedOutput implements PartOutput {
    private final PartOutput file;
    private final MessageDigest digest;
    private long sizeBytes;
    private Optional<Path> location = Optional.empty();
    private String sha256 = "";
    private boolean closed;

    HashedOutput(PartOutput file) {
        this.file = file;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        sizeBytes += length;
        file.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            file.close();
            location = file.location();
            sha256 = HexFormat.of().formatHex(digest.digest());
        }
    }

    @Override
    public Optional<Path> location() {
        return location;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** 64 hexadecimal digits once closed. */
    String sha256() {
        return sha256;
    }

    /** The same file as a stream; closing it closes the file. */
    OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                HashedOutput.this.write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (length > 0) {
                    HashedOutput.this.write(bytes, offset, length);
                }
            }

            @Override
            public void close() throws IOException {
                HashedOutput.this.close();
            }
        };
    }
}
