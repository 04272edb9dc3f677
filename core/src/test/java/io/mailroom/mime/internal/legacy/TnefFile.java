package io.mailroom.mime.internal.legacy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a {@code winmail.dat}: little-endian numbers, attributes, properties. */
public final class TnefFile {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public TnefFile number(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> 8 * i));
        }
        return this;
    }

    public TnefFile bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public TnefFile attribute(int level, int id, byte[] data) {
        int sum = 0;
        for (byte b : data) {
            sum += b & 0xff;
        }
        return number(level, 1).number(id, 4).number(data.length, 4).bytes(data).number(sum, 2);
    }

    public TnefFile property(int id, int type, byte[] value) {
        number(type, 2).number(id, 2).number(1, 4).number(value.length, 4).bytes(value);
        return bytes(new byte[-value.length & 3]);
    }

    public byte[] done() {
        return out.toByteArray();
    }

    /** Signature and key. */
    public static TnefFile start() {
        return new TnefFile().number(0x223e9f78, 4).number(1, 2);
    }

    /** One byte for each character. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A text and an HTML body, {@code long name.txt} with {@code Hello}, {@code b.bin} with {@code World}. */
    public static byte[] sample() {
        byte[] message = new TnefFile()
                .number(4, 4)
                .number(0x0b, 2)
                .number(0x8001, 2)
                .bytes(new byte[16])
                .number(1, 4)
                .number(6, 4)
                .bytes(ascii("abcdef\0\0"))
                .number(1, 4)
                .property(0x1000, 0x1f, "Grüße\0".getBytes(StandardCharsets.UTF_16LE))
                .property(0x1013, 0x102, ascii("<p>x"))
                .number(0x03, 2)
                .number(0x3fde, 2)
                .number(1252, 4)
                .done();
        byte[] attachment = new TnefFile()
                .number(2, 4)
                .property(0x3707, 0x1e, ascii("long name.txt\0"))
                .property(0x370e, 0x1e, ascii("text/plain\0"))
                .done();
        return start().attribute(1, 0x00069007, new TnefFile().number(1252, 8).done())
                .attribute(1, 0x00069003, message)
                .attribute(2, 0x00069002, new byte[14])
                .attribute(2, 0x00018010, ascii("LONGNA~1.TXT\0"))
                .attribute(2, 0x0006800f, ascii("Hello"))
                .attribute(2, 0x00069005, attachment)
                .attribute(2, 0x00069002, new byte[14])
                .attribute(2, 0x00018010, ascii("b.bin\0"))
                .attribute(2, 0x0006800f, ascii("World"))
                .done();
    }
}
