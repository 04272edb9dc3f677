package io.mailroom.event;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One file that belongs to an event.
 *
 * @param index the number in the names of its event fields, from 0
 * @param name the name to show: the sender's, cleaned, or one made from the type. Never a path to use
 * @param type the main type in lower case, such as {@code image}
 * @param subtype the subtype in lower case, such as {@code png}
 * @param charset the charset as declared; empty when none is
 * @param path where the file is; its name on disk is ours. The empty path when whoever asked for the event kept no files
 * @param sizeBytes decoded bytes; -1 when not known
 * @param sha256 of the decoded bytes, 64 hexadecimal digits in lower case; empty when not known
 * @param inline true when the part has no name of its own (contract section 6)
 * @param supplemental true when the library made the file (OriginalMessageText, EmbeddedMsg, a body too long for a
 *     field)
 * @param contentId the Content-ID without its angle brackets, by which HTML refers to it as {@code cid:…}; empty when
 *     it has none
 */
public record Attachment(
        int index,
        String name,
        String type,
        String subtype,
        String charset,
        Path path,
        long sizeBytes,
        String sha256,
        boolean inline,
        boolean supplemental,
        String contentId) {

    public Attachment {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(subtype, "subtype");
        Objects.requireNonNull(charset, "charset");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(contentId, "contentId");
    }

    /** Type and subtype, such as {@code image/png}. */
    public String mediaType() {
        return type + "/" + subtype;
    }
}
