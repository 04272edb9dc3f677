package io.mailroom.mime;

import io.mailroom.mime.internal.field.AttachmentName;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One part of a message. Immutable. While it is being read ({@link PartSink#open}, {@link MimeReader#part()}), its
 * end and size are not known yet and -1.
 */
public final class MimePart {
    private final Builder from;

    private MimePart(Builder from) {
        this.from = from;
    }

    /** Position in {@link ParsedMessage#parts()}, from 0; a parent stands before its parts. */
    public int index() {
        return from.index;
    }

    /** Index of the part it lies in; -1 for the first. */
    public int parent() {
        return from.parent;
    }

    /** Multiparts and messages around it. */
    public int depth() {
        return from.depth;
    }

    /** Index of the message/rfc822 part it lies in, the nearest one; -1 outside of any. */
    public int embeddedIn() {
        return from.embeddedIn;
    }

    /** What it is to a person. */
    public PartRole role() {
        return from.role;
    }

    /** Its own header; empty for a part without one, and for one that {@link #isTakenOut()}. */
    public Header header() {
        return from.header;
    }

    /** The type declared, or the one that holds when none is. */
    public ContentType contentType() {
        return from.contentType;
    }

    /** The encoding that was undone. */
    public TransferEncoding transferEncoding() {
        return from.transferEncoding;
    }

    /** How the sender wants it shown. */
    public Optional<Disposition> disposition() {
        return Optional.ofNullable(from.disposition);
    }

    /** The name to show for the file: one leaf, cleaned, never a path to use. */
    public Optional<String> fileName() {
        return Optional.ofNullable(from.fileName);
    }

    /** The name to show for the file; one made from the type, such as {@code image.png}, when none was sent. */
    public String displayName() {
        return from.fileName != null
                ? from.fileName
                : AttachmentName.of("", from.contentType, MimeLimits.DEFAULT.fileNameBytes(), DefectSink.NONE, -1);
    }

    /** The Content-ID without its angle brackets. */
    public Optional<String> contentId() {
        return Optional.ofNullable(from.contentId);
    }

    /** The decoded Content-Description. */
    public Optional<String> description() {
        return Optional.ofNullable(from.description);
    }

    /** Where its header starts: bytes from the start of the raw message (see {@link #isInsideEncoded()}). */
    public long headerStart() {
        return from.headerStart;
    }

    /** Where its body starts, likewise. */
    public long bodyStart() {
        return from.bodyStart;
    }

    /** Where its body ends, the line end before the delimiter left out; -1 while it is read. */
    public long bodyEnd() {
        return from.bodyEnd;
    }

    /**
     * True when it was found in bytes that we decoded first: offsets then count from the start of the decoded
     * content of the nearest encoded part around it.
     */
    public boolean isInsideEncoded() {
        return from.insideEncoded;
    }

    /**
     * True for a file or a body that was found inside another part: a uuencoded or yEnc block of a text, or what
     * Outlook packs into {@code winmail.dat}. It has no header, and its offsets are those of the part around it.
     */
    public boolean isTakenOut() {
        return from.takenOut;
    }

    /** Decoded bytes of its body; 0 for a container, -1 while it is read. */
    public long decodedSize() {
        return from.decodedSize;
    }

    /** True when its content goes to the sink. */
    public boolean isFile() {
        return from.file;
    }

    /** The file the sink wrote it to. */
    public Optional<Path> location() {
        return Optional.ofNullable(from.location);
    }

    /** For people: index, role and type. */
    @Override
    public String toString() {
        return "#" + from.index + " " + from.role + " " + from.contentType.mediaType();
    }

    /** What is known of a part so far; the reader fills it and takes copies. */
    static final class Builder {
        int index;
        int parent = -1;
        int depth;
        int embeddedIn = -1;
        PartRole role = PartRole.ATTACHMENT;
        Header header = Header.EMPTY;
        ContentType contentType = ContentType.TEXT_PLAIN;
        TransferEncoding transferEncoding = TransferEncoding.SEVEN_BIT;

        @Nullable
        Disposition disposition;

        @Nullable
        String fileName;

        @Nullable
        String contentId;

        @Nullable
        String description;

        long headerStart;
        long bodyStart;
        long bodyEnd = -1;
        boolean insideEncoded;
        boolean takenOut;
        long decodedSize = -1;

        @Nullable
        Path location;

        boolean file;

        /** Where it stands among the parts of its parent, from 0; only while reading. */
        int position;
        /** Parts met in it so far; only while reading. */
        int children;

        /** True for a multipart that is read as one. */
        boolean holdsParts() {
            return role == PartRole.CONTAINER;
        }

        MimePart build() {
            Builder copy = new Builder();
            copy.index = index;
            copy.parent = parent;
            copy.depth = depth;
            copy.embeddedIn = embeddedIn;
            copy.role = Objects.requireNonNull(role, "role");
            copy.header = header;
            copy.contentType = contentType;
            copy.transferEncoding = transferEncoding;
            copy.disposition = disposition;
            copy.fileName = fileName;
            copy.contentId = contentId;
            copy.description = description;
            copy.headerStart = headerStart;
            copy.bodyStart = bodyStart;
            copy.bodyEnd = bodyEnd;
            copy.insideEncoded = insideEncoded;
            copy.takenOut = takenOut;
            copy.decodedSize = decodedSize;
            copy.location = location;
            copy.file = file;
            return new MimePart(copy);
        }
    }
}
