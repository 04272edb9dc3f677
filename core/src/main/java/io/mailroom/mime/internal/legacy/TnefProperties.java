package io.mailroom.mime.internal.legacy;

import io.mailroom.mime.ContentType;
import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** The MAPI properties of a message or an attachment in TNEF ([MS-OXTNEF] §2.1.3.5) that we have a use for. */
final class TnefProperties {
    static final TnefProperties NONE = new TnefProperties("windows-1252");

    private static final int INT16 = 0x02;
    private static final int BOOLEAN = 0x0b;
    private static final int OBJECT = 0x0d;
    private static final int STRING8 = 0x1e;
    private static final int STRING16 = 0x1f;
    private static final int BINARY = 0x102;
    private static final int MULTIPLE = 0x1000;
    /** [MS-OXTNEF]: an object starts with the id of its interface. */
    private static final int INTERFACE_ID = 16;

    private final String codePage;
    private String plainBody = "";
    private byte[] htmlBody = new byte[0];
    private byte[] compressedRtf = new byte[0];
    private byte[] object = new byte[0];
    private String displayName = "";
    private String shortName = "";
    private String longName = "";
    private String mimeType = "";
    private int htmlCodePage;

    private TnefProperties(String codePage) {
        this.codePage = codePage;
    }

    static TnefProperties read(byte[] buf, int length, String codePage, DefectSink defects, long offset) {
        TnefProperties properties = new TnefProperties(codePage);
        if (!new Cursor(buf, length).readInto(properties)) {
            defects.add(DefectCode.TNEF_MALFORMED, offset, "bad property");
        }
        return properties;
    }

    String plainBody() {
        return plainBody;
    }

    byte[] htmlBody() {
        return htmlBody;
    }

    ContentType htmlType() {
        String charset = htmlCodePage == 65_001 ? "utf-8" : "windows-" + htmlCodePage;
        return ContentType.of("text", "html", htmlCodePage == 0 ? Map.of() : Map.of("charset", charset));
    }

    byte[] compressedRtf() {
        return compressedRtf;
    }

    /** An embedded object, such as a message, which is TNEF again. */
    byte[] object() {
        return object;
    }

    String fileName() {
        return !longName.isEmpty() ? longName : !shortName.isEmpty() ? shortName : displayName;
    }

    ContentType fileType() {
        int slash = mimeType.indexOf('/');
        if (slash > 0 && slash < mimeType.length() - 1) {
            return ContentType.of(mimeType.substring(0, slash), mimeType.substring(slash + 1));
        }
        return TnefReader.isTnef(object, 0, object.length)
                ? ContentType.of("application", "ms-tnef")
                : ContentType.OCTET_STREAM;
    }

    private void take(int id, int type, byte[] buf, int from, int to) {
        switch (id) {
            case 0x1000 -> plainBody = text(type, buf, from, to);
            case 0x1013 ->
                htmlBody = type == BINARY
                        ? Arrays.copyOfRange(buf, from, to)
                        : text(type, buf, from, to).getBytes(StandardCharsets.UTF_8);
            case 0x1009 -> compressedRtf = Arrays.copyOfRange(buf, from, to);
            case 0x3001 -> displayName = text(type, buf, from, to);
            case 0x3701 ->
                object = Arrays.copyOfRange(buf, type == OBJECT ? Math.min(to, from + INTERFACE_ID) : from, to);
            case 0x3704 -> shortName = text(type, buf, from, to);
            case 0x3707 -> longName = text(type, buf, from, to);
            case 0x370e -> mimeType = text(type, buf, from, to).strip();
            case 0x3fde -> htmlCodePage = to - from >= 4 ? LittleEndian.int32(buf, from) : 0;
            default -> {
                // of no use here
            }
        }
    }

    private String text(int type, byte[] buf, int from, int to) {
        return type == STRING16 ? LittleEndian.text16(buf, from, to) : LittleEndian.text(buf, from, to, codePage);
    }

    /** Walks over the list; every length is checked against what is left. */
    private static final class Cursor {
        private final byte[] buf;
        private final int to;
        private int at;

        Cursor(byte[] buf, int to) {
            this.buf = buf;
            this.to = to;
        }

        boolean readInto(TnefProperties properties) {
            int count = int32();
            for (int i = 0; i < count; i++) {
                if (!property(properties)) {
                    return false;
                }
            }
            return count >= 0;
        }

        private boolean property(TnefProperties properties) {
            int head = int32();
            int type = head & 0xffff & ~MULTIPLE;
            int id = head >>> 16;
            boolean many = (head & MULTIPLE) != 0;
            if (at > to || id >= 0x8000 && !skipName()) {
                return false;
            }
            boolean sized = type == STRING8 || type == STRING16 || type == BINARY || type == OBJECT;
            int values = sized || many ? int32() : 1;
            for (int i = 0; i < values; i++) {
                int length = sized ? int32() : fixedLength(type);
                if (length < 0 || length > to - at) {
                    return false;
                }
                if (i == 0) {
                    properties.take(id, type, buf, at, at + length);
                }
                at += padded(length);
                if (length == 0 && !sized) {
                    return false; // a type we do not know, whose length nobody tells
                }
            }
            return values >= 0 && at <= to + 3;
        }

        /** A named property: a set, then a number or a name. */
        private boolean skipName() {
            at += 16;
            int kind = int32();
            if (kind == 0) {
                at += 4;
            } else {
                int length = int32();
                if (length < 0 || length > to - at) {
                    return false;
                }
                at += padded(length);
            }
            return at <= to;
        }

        private static int fixedLength(int type) {
            return switch (type) {
                case INT16, BOOLEAN, 0x03, 0x04, 0x0a -> 4;
                case 0x05, 0x06, 0x07, 0x14, 0x40 -> 8;
                case 0x48 -> 16;
                default -> 0;
            };
        }

        private static int padded(int length) {
            return length + 3 & ~3;
        }

        /** The next number; -1, and the end is passed, when there is none. */
        private int int32() {
            if (at > to - 4) {
                at = to + 4;
                return -1;
            }
            at += 4;
            return LittleEndian.int32(buf, at - 4);
        }
    }
}
