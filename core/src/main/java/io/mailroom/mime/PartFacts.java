package io.mailroom.mime;

import io.mailroom.mime.internal.field.AttachmentName;
import io.mailroom.mime.internal.field.ContentFields;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.HeaderText;
import org.jspecify.annotations.Nullable;

/** What the header of a part says about its body. */
final class PartFacts {
    /** Fields that may stand once; a second one is a way to show different readers different messages. */
    private static final NameSet ONCE = new NameSet(
            "content-type",
            "content-transfer-encoding",
            "content-disposition",
            "content-id",
            "mime-version",
            "from",
            "sender",
            "reply-to",
            "date",
            "subject",
            "message-id",
            "in-reply-to",
            "references");

    static final int SHORTEST_NAME_LIMIT = 64;

    private PartFacts() {}

    /** Fills the part from its header; {@code inherited} is its type when it declares none. */
    static void read(MimePart.Builder part, ContentType inherited, DefectSink defects) {
        Header header = part.header;
        HeaderContext context = header.context(defects);
        part.contentType = inherited;
        if (header.size() == 0) {
            return;
        }
        byte[] bytes = header.bytes();
        Field type = header.find("content-type");
        if (type != null) {
            part.contentType =
                    ContentFields.contentType(context, bytes, type.valueStart(), type.valueEnd(), type.valueOffset());
        }
        Field disposition = header.find("content-disposition");
        if (disposition != null) {
            part.disposition = ContentFields.disposition(
                    context, bytes, disposition.valueStart(), disposition.valueEnd(), disposition.valueOffset());
        }
        Field encoding = header.find("content-transfer-encoding");
        if (encoding != null) {
            part.transferEncoding =
                    encoding(ContentFields.word(bytes, encoding.valueStart(), encoding.valueEnd()), encoding, defects);
        }
        part.fileName = fileName(part, context);
        Field id = header.find("content-id");
        part.contentId = id == null ? null : contentId(text(context, id));
        Field description = header.find("content-description");
        part.description = description == null ? null : text(context, description);
        header.noteRepeated(ONCE, defects);
    }

    private static String text(HeaderContext context, Field field) {
        return HeaderText.decode(
                context, field.header().bytes(), field.valueStart(), field.valueEnd(), field.valueOffset());
    }

    private static @Nullable String contentId(String value) {
        String id = value.strip();
        if (id.startsWith("<")) {
            int end = id.indexOf('>');
            id = end < 0 ? id.substring(1) : id.substring(1, end);
        }
        return id.isBlank() ? null : id.strip();
    }

    /** QUIRK: x-uue and its kin come from mailers older than MIME; "8-bit" and "base64;" from scripts. */
    private static TransferEncoding encoding(String word, Field field, DefectSink defects) {
        switch (word) {
            case "base64", "b64", "x-base64", "base-64", "b" -> {
                return TransferEncoding.BASE64;
            }
            case "quoted-printable", "quotedprintable", "quoted_printable", "qp", "q" -> {
                return TransferEncoding.QUOTED_PRINTABLE;
            }
            case "8bit", "8-bit", "8bits" -> {
                return TransferEncoding.EIGHT_BIT;
            }
            case "7bit", "7-bit", "7bits", "" -> {
                return TransferEncoding.SEVEN_BIT;
            }
            case "binary" -> {
                return TransferEncoding.BINARY;
            }
            case "x-uuencode", "x-uue", "uuencode", "uue", "x-uu" -> {
                return TransferEncoding.UUENCODE;
            }
            default -> {
                defects.add(DefectCode.UNKNOWN_TRANSFER_ENCODING, field.valueOffset(), word);
                return TransferEncoding.UNKNOWN;
            }
        }
    }

    private static @Nullable String fileName(MimePart.Builder part, HeaderContext context) {
        String given =
                part.disposition == null ? null : part.disposition.parameters().get("filename");
        String name = part.contentType.parameters().get("name");
        if (given != null && name != null && !given.equals(name)) {
            context.defects().add(DefectCode.FILE_NAME_AMBIGUOUS, part.headerStart, "");
        }
        String chosen = given == null || given.isBlank() ? name : given;
        if (chosen == null || chosen.isBlank()) {
            return null;
        }
        int most = Math.max(SHORTEST_NAME_LIMIT, context.limits().fileNameBytes());
        return AttachmentName.of(chosen, part.contentType, most, context.defects(), part.headerStart);
    }
}
