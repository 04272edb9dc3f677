package io.mailroom.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value that stands for another: {@code ${env:NAME}} or {@code ${file:path}}, as the whole value. What it stands for
 * is taken literally, so a value that looks like a reference can still be given through one.
 *
 * @param kind {@code env}, {@code file}, or a word we do not know
 * @param target the variable or the path
 */
record Reference(String kind, String target) {
    /** The largest file a reference may name, in bytes. */
    static final int MOST_BYTES = 64 * 1024;

    private static final Pattern FORM = Pattern.compile("\\$\\{([A-Za-z]+):([^}]*)}");

    /** What a reference stands for; {@code characters} are wiped by the reader. */
    record Content(CharBuffer characters, Origin origin) {}

    /** The reference cannot be followed; the message says what to do and nothing of the content. */
    static final class BrokenReferenceException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenReferenceException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    static Optional<Reference> in(String value) {
        Matcher form = FORM.matcher(value.strip());
        return form.matches()
                ? Optional.of(new Reference(
                        form.group(1).toLowerCase(Locale.ROOT), form.group(2).strip()))
                : Optional.empty();
    }

    /**
     * @param environment answers null for a variable that is not set
     * @param base where relative paths count from
     */
    Content follow(UnaryOperator<@Nullable String> environment, Path base) throws BrokenReferenceException {
        return switch (kind) {
            case "env" -> new Content(variable(environment), Origin.ENVIRONMENT);
            case "file" -> new Content(file(base), Origin.FILE);
            default ->
                throw new BrokenReferenceException(
                        this + " is a reference of a kind we do not know; write ${env:NAME} or ${file:path}", null);
        };
    }

    private CharBuffer variable(UnaryOperator<@Nullable String> environment) throws BrokenReferenceException {
        String value = environment.apply(target);
        if (value == null || value.isEmpty()) {
            throw new BrokenReferenceException(
                    "environment variable \"" + Wording.shown(target) + "\" is " + (value == null ? "not set" : "empty")
                            + "; set it for this process, or change the reference",
                    null);
        }
        return CharBuffer.wrap(value.toCharArray());
    }

    private CharBuffer file(Path base) throws BrokenReferenceException {
        Path path;
        try {
            path = base.resolve(target);
        } catch (InvalidPathException e) {
            throw new BrokenReferenceException(this + " does not hold a path; write ${file:path}", e);
        }
        byte[] bytes = new byte[0];
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new BrokenReferenceException(
                        "file " + path + " is larger than " + MOST_BYTES
                                + " bytes; name a file that holds only the value",
                        null);
            }
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return withoutLineEnd(text, path);
        } catch (NoSuchFileException e) {
            throw new BrokenReferenceException(
                    "file " + path + " does not exist; create it, or change the reference", e);
        } catch (CharacterCodingException e) {
            throw new BrokenReferenceException("file " + path + " is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new BrokenReferenceException(
                    "file " + path + " cannot be read (" + e.getClass().getSimpleName()
                            + "); give this process the right to read it",
                    e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Editors end a file with a line end, which is not part of the value. */
    private static CharBuffer withoutLineEnd(CharBuffer text, Path path) throws BrokenReferenceException {
        int end = text.length();
        if (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        if (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        if (end == 0) {
            throw new BrokenReferenceException("file " + path + " is empty; write the value into it", null);
        }
        return text.limit(end);
    }

    @Override
    public String toString() {
        return "${" + kind + ":" + Wording.shown(target) + "}";
    }
}
