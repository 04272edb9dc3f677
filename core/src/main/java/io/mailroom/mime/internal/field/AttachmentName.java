package io.mailroom.mime.internal.field;

import io.mailroom.mime.ContentType;
import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * The name of an attachment as it may be shown and offered for saving: one leaf without directories, in Unicode NFC,
 * without control or direction characters, safe as a file name on Windows, macOS and Linux, of bounded length. It is
 * never used as a name on our disk. Cleaning a cleaned name changes nothing.
 */
public final class AttachmentName {
    private static final int LONGEST_RAW = 4_096;
    private static final int LONGEST_EXTENSION = 32;

    private AttachmentName() {}

    /**
     * The sender's name cleaned, or one made from the type when nothing is left of it.
     *
     * @param raw as sent and decoded; empty for none
     * @param mostBytes of the result in UTF-8; at least 64
     * @param offset of the field, for the defect that tells of a change
     */
    public static String of(String raw, ContentType type, int mostBytes, DefectSink defects, long offset) {
        if (raw.isEmpty()) {
            return made(type);
        }
        String normal = Normalizer.normalize(cut(raw), Normalizer.Form.NFC);
        String clean = cleaned(normal, mostBytes);
        if (!clean.equals(normal) || raw.length() > LONGEST_RAW) {
            defects.add(DefectCode.FILE_NAME_CHANGED, offset, clean);
        }
        return clean.isEmpty() ? made(type) : clean;
    }

    private static String cut(String raw) {
        return raw.length() <= LONGEST_RAW ? raw : raw.substring(raw.length() - LONGEST_RAW); // the leaf is at its end
    }

    private static String cleaned(String name, int mostBytes) {
        String leaf = leaf(name);
        StringBuilder clean = new StringBuilder(leaf.length());
        leaf.codePoints().forEach(c -> {
            if (!isInvisible(c)) {
                clean.appendCodePoint(isUnsafe(c) ? '_' : c);
            }
        });
        String normal =
                Normalizer.normalize(clean, Normalizer.Form.NFC); // what was taken out may have kept marks apart
        String whole = withoutEnds(normal);
        String trimmed = shortened(whole, mostBytes);
        return isReserved(trimmed) ? "_" + shortened(whole, mostBytes - 1) : trimmed;
    }

    /**
     * What follows the last slash, backslash or drive colon. QUIRK: the backslash of a Japanese or Korean path is the
     * sign of the yen or won, which an ordinary name may hold.
     */
    private static String leaf(String sent) {
        boolean path = sent.length() > 2 && sent.charAt(1) == ':' && isAsciiLetter(sent.charAt(0));
        String name = path ? sent.replace('\u00a5', '\\').replace('\u20a9', '\\') : sent;
        int start = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1;
        boolean drive = name.length() > start + 1 && name.charAt(start + 1) == ':' && isAsciiLetter(name.charAt(start));
        return name.substring(drive ? start + 2 : start);
    }

    private static boolean isAsciiLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    /** Controls, and format characters that turn or hide text. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT -> c != 0x200c && c != 0x200d; // joiners, which some scripts spell with
            default -> c >= 0xfe00 && c <= 0xfe0e || c >= 0xe0100 && c <= 0xe01ef;
        };
    }

    /** What Windows forbids, what looks like a slash, and what is no character. */
    private static boolean isUnsafe(int c) {
        return switch (c) {
            case '<', '>', ':', '"', '|', '?', '*', '/', '\\', 0x2044, 0x2215, 0x29f5, 0x29f8, 0xff0f, 0xff3c, 0xfffd ->
                true;
            default -> c >= 0xd800 && c <= 0xdfff || (c & 0xfffe) == 0xfffe;
        };
    }

    private static String withoutEnds(String name) {
        int start = 0;
        int end = name.length();
        while (start < end && isBlank(name.charAt(start))) {
            start++;
        }
        while (end > start && (isBlank(name.charAt(end - 1)) || name.charAt(end - 1) == '.')) {
            end--;
        }
        return name.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String shortened(String name, int mostBytes) {
        if (name.length() * 3 <= mostBytes || name.getBytes(StandardCharsets.UTF_8).length <= mostBytes) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 ? name.substring(dot) : "";
        int extensionBytes = extension.getBytes(StandardCharsets.UTF_8).length;
        if (extensionBytes > LONGEST_EXTENSION) {
            extension = "";
            extensionBytes = 0;
        }
        return withoutEnds(name.substring(0, prefix(name, mostBytes - extensionBytes))) + extension;
    }

    /** Characters of the longest prefix of at most so many bytes. */
    private static int prefix(String name, int mostBytes) {
        int bytes = 0;
        int i = 0;
        while (i < name.length()) {
            int c = name.codePointAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes > mostBytes) {
                break;
            }
            i += Character.charCount(c);
        }
        return i;
    }

    /** Names that Windows gives to devices, with any extension. */
    private static boolean isReserved(String name) {
        int dot = name.indexOf('.');
        String stem = withoutEnds(dot < 0 ? name : name.substring(0, dot)).toUpperCase(Locale.ROOT);
        return switch (stem) {
            case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$" -> true;
            default ->
                (stem.startsWith("COM") || stem.startsWith("LPT"))
                        && stem.length() == 4
                        && "0123456789\u00b9\u00b2\u00b3".indexOf(stem.charAt(3)) >= 0;
        };
    }

    /** A name for a part without one: its type, a dash, its subtype, and the extension people expect. */
    private static String made(ContentType type) {
        return cleaned(type.type() + "-" + type.subtype(), 100) + extension(type);
    }

    private static String extension(ContentType type) {
        return switch (type.mediaType()) {
            case "text/plain" -> ".txt";
            case "text/html" -> ".html";
            case "text/calendar" -> ".ics";
            case "text/csv" -> ".csv";
            case "text/xml", "application/xml" -> ".xml";
            case "text/rtf", "application/rtf" -> ".rtf";
            case "text/vcard", "text/x-vcard" -> ".vcf";
            case "message/rfc822", "message/global" -> ".eml";
            case "application/pdf" -> ".pdf";
            case "application/zip" -> ".zip";
            case "application/json" -> ".json";
            case "application/msword" -> ".doc";
            case "application/pkcs7-signature", "application/x-pkcs7-signature" -> ".p7s";
            case "application/pgp-signature" -> ".asc";
            case "image/jpeg" -> ".jpg";
            case "image/png" -> ".png";
            case "image/gif" -> ".gif";
            case "image/tiff" -> ".tif";
            case "image/svg+xml" -> ".svg";
            case "audio/mpeg" -> ".mp3";
            case "video/mp4" -> ".mp4";
            default -> type.isText() ? ".txt" : ".dat";
        };
    }
}
