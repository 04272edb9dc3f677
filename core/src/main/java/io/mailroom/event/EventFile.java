package io.mailroom.event;

import io.mailroom.mime.MimePart;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** One file of an event, described as the numbered fields want it. */
record EventFile(
        String name,
        String type,
        String subtype,
        String charset,
        boolean inline,
        boolean supplemental,
        String contentId,
        HashedOutput content) {

    private static final int MAX_WORD = 127; // RFC 6838 §4.2
    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("text/plain", "txt"),
            Map.entry("text/calendar", "ics"),
            Map.entry("text/x-vcard", "vcf"),
            Map.entry("text/vcard", "vcf"),
            Map.entry("text/rfc822-headers", "txt"),
            Map.entry("image/jpeg", "jpg"),
            Map.entry("image/svg+xml", "svg"),
            Map.entry("audio/mpeg", "mp3"),
            Map.entry("application/octet-stream", "bin"),
            Map.entry("application/pgp-signature", "asc"),
            Map.entry("application/pkcs7-signature", "p7s"),
            Map.entry("application/x-pkcs7-signature", "p7s"),
            Map.entry("application/pkcs7-mime", "p7m"),
            Map.entry("application/x-pkcs7-mime", "p7m"),
            Map.entry("application/ms-tnef", "dat"),
            Map.entry("message/rfc822", "eml"),
            Map.entry("message/global", "eml"),
            Map.entry("message/delivery-status", "txt"),
            Map.entry("message/disposition-notification", "txt"));

    /** A file of the sender. */
    static EventFile ofPart(MimePart part, HashedOutput content) {
        return of(part, part.fileName().orElseGet(() -> madeName(part)), false, content);
    }

    /** A file we made of something the sender sent, under a name of ours. */
    static EventFile madeOf(MimePart part, String name, HashedOutput content) {
        return of(part, name, true, content);
    }

    /** A text we wrote ourselves, in UTF-8. */
    static EventFile written(String name, String type, String subtype, HashedOutput content) {
        return new EventFile(name, type, subtype, "UTF-8", false, true, "", content);
    }

    private static EventFile of(MimePart part, String name, boolean supplemental, HashedOutput content) {
        return new EventFile(
                FieldText.oneLine(name, EventLimits.FILE_NAME),
                FieldText.oneLine(part.contentType().type(), MAX_WORD),
                FieldText.oneLine(part.contentType().subtype(), MAX_WORD),
                FieldText.oneLine(part.contentType().charset().orElse(""), MAX_WORD),
                part.fileName().isEmpty() && !supplemental,
                supplemental,
                FieldText.oneLine(part.contentId().orElse(""), EventLimits.CONTENT_ID),
                content);
    }

    /** Such as {@code image.png} or {@code text.txt}: made from the type, safe as a file name anywhere. */
    private static String madeName(MimePart part) {
        String subtype = part.contentType().subtype();
        String extension = EXTENSIONS.getOrDefault(part.contentType().mediaType(), subtype);
        return safe(part.contentType().type()) + "." + safe(extension);
    }

    private static String safe(String word) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < Math.min(word.length(), MAX_WORD); i++) {
            char c = Character.toLowerCase(word.charAt(i));
            safe.append(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' ? c : '-');
        }
        String name = safe.toString().replaceFirst("^x-(?=.)", "");
        return name.isEmpty() ? "bin" : name.toLowerCase(Locale.ROOT);
    }

    /** The path as a field value; empty when nothing was kept. */
    String path() {
        return content.location().map(Path::toString).orElse("");
    }
}
