package io.mailroom.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A file of entries, each {@code name = value}, as profiles and response groups are written down: UTF-8, names that may hold
 * blanks, comments after {@code #}, and {@code \} at the end of a line that goes on.
 *
 * @param entries in the order of the file
 * @param defects one sentence for each line that is none
 */
public record PropertyFile(List<ParameterOverride> entries, List<String> defects) {
    /** The largest file that is read, in bytes: 1 MiB. */
    public static final int MOST_BYTES = 1024 * 1024;

    public PropertyFile {
        entries = List.copyOf(entries);
        defects = List.copyOf(defects);
    }

    /**
     * Reads a file.
     *
     * @param refused makes the exception of the sentence that says why it cannot be read
     */
    public static PropertyFile load(Path path, Function<String, ? extends RuntimeException> refused) {
        List<ParameterOverride> entries = new ArrayList<>();
        List<String> defects = new ArrayList<>();
        PropertyLines.read(text(path, refused), entries::add, defects::add);
        return new PropertyFile(entries, defects);
    }

    private static String text(Path path, Function<String, ? extends RuntimeException> refused) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw refused.apply("the file is larger than " + MOST_BYTES + " bytes; name a smaller one");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw refused.apply("the file does not exist; create it, or name another");
        } catch (CharacterCodingException e) {
            throw refused.apply("the file is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw refused.apply("the file cannot be read (" + e.getClass().getSimpleName()
                    + "); give this process the right to read it");
        }
    }
}
