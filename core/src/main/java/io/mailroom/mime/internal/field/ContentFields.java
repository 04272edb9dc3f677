package io.mailroom.mime.internal.field;

import static io.mailroom.mime.internal.field.FieldBytes.isBlank;

import io.mailroom.mime.ContentType;
import io.mailroom.mime.DefectCode;
import io.mailroom.mime.Disposition;
import io.mailroom.mime.internal.text.HeaderContext;

/** Content-Type (RFC 2045 §5), Content-Disposition (RFC 2183) and Content-Transfer-Encoding (RFC 2045 §6). */
public final class ContentFields {
    private ContentFields() {}

    /** The type of {@code buf[from..to)}, the body of a Content-Type field; text/plain when it makes no sense. */
    public static ContentType contentType(HeaderContext context, byte[] buf, int from, int to, long offset) {
        int start = skipJunk(buf, from, to);
        int typeEnd = tokenEnd(buf, start, to);
        int slash = skipCommentsAndBlanks(buf, typeEnd, to);
        boolean hasSlash = slash < to && buf[slash] == '/';
        int subtypeStart = hasSlash ? skipCommentsAndBlanks(buf, slash + 1, to) : typeEnd;
        int subtypeEnd = hasSlash ? tokenEnd(buf, subtypeStart, to) : typeEnd;

        boolean whole = typeEnd > start && subtypeEnd > subtypeStart;
        boolean parametersOnly = typeEnd < to && buf[typeEnd] == '=';
        int parametersAt = parametersOnly ? start : subtypeEnd;
        Parameters parameters = ParameterParser.parse(context, buf, parametersAt, to, offset + parametersAt - from);
        if (whole) {
            return ContentType.of(
                    FieldBytes.lowerCase(buf, start, typeEnd),
                    FieldBytes.lowerCase(buf, subtypeStart, subtypeEnd),
                    parameters.values(),
                    parameters.boundary());
        }
        context.defects().add(DefectCode.MALFORMED_CONTENT_TYPE, offset, "");
        String type = parametersOnly ? "" : FieldBytes.lowerCase(buf, start, typeEnd);
        return repaired(type, parameters);
    }

    private static ContentType repaired(String type, Parameters parameters) {
        boolean multipart = type.equals("multipart") || parameters.boundary().length > 0;
        String subtype = type.equals("html") ? "html" : multipart ? "mixed" : "plain";
        String repaired = multipart ? "multipart" : "text";
        if (!multipart && isBinary(type)) {
            repaired = "application";
            subtype = "octet-stream";
        }
        return ContentType.of(repaired, subtype, parameters.values(), parameters.boundary());
    }

    private static boolean isBinary(String type) {
        return switch (type) {
            case "application", "image", "audio", "video", "font", "model" -> true;
            default -> false;
        };
    }

    /** The disposition; without a word of its own it is an attachment when it names a file, else inline. */
    public static Disposition disposition(HeaderContext context, byte[] buf, int from, int to, long offset) {
        int start = skipJunk(buf, from, to);
        int end = tokenEnd(buf, start, to);
        boolean parametersOnly = end < to && buf[end] == '=';
        int parametersAt = parametersOnly ? start : end;
        Parameters parameters = ParameterParser.parse(context, buf, parametersAt, to, offset + parametersAt - from);
        if (end > start && !parametersOnly) {
            return new Disposition(FieldBytes.lowerCase(buf, start, end), parameters.values());
        }
        context.defects().add(DefectCode.MALFORMED_DISPOSITION, offset, "");
        boolean named = parameters.values().containsKey("filename")
                || parameters.values().containsKey("name");
        return new Disposition(named ? "attachment" : "inline", parameters.values());
    }

    /**
     * The first word in lower case, without the quotes, semicolons and comments that stray there; empty for none.
     * Meant for Content-Transfer-Encoding and other fields of one word.
     */
    public static String word(byte[] buf, int from, int to) {
        int start = skipJunk(buf, from, to);
        return FieldBytes.lowerCase(buf, start, tokenEnd(buf, start, to));
    }

    private static int skipJunk(byte[] buf, int from, int to) {
        int i = skipCommentsAndBlanks(buf, from, to);
        while (i < to && (buf[i] == '"' || buf[i] == ':' || buf[i] == '<' || isBlank(buf[i]))) {
            i++;
        }
        return i;
    }

    private static int skipCommentsAndBlanks(byte[] buf, int from, int to) {
        int i = FieldBytes.skipBlanks(buf, from, to);
        while (i < to && buf[i] == '(') {
            int end = FieldBytes.skipComment(buf, i, to);
            if (end < 0) {
                return i;
            }
            i = FieldBytes.skipBlanks(buf, end, to);
        }
        return i;
    }

    private static int tokenEnd(byte[] buf, int from, int to) {
        int i = from;
        while (i < to && isTokenByte(buf[i])) {
            i++;
        }
        return i;
    }

    private static boolean isTokenByte(byte b) {
        if (b <= ' ' || b == 0x7f) {
            return false;
        }
        return switch (b) {
            case '(', ')', '<', '>', '@', ',', ';', ':', '\\', '"', '/', '[', ']', '?', '=' -> false;
            default -> true;
        };
    }
}
