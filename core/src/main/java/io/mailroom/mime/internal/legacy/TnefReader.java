package io.mailroom.mime.internal.legacy;

import io.mailroom.mime.ContentType;
import io.mailroom.mime.DefectCode;
import io.mailroom.mime.DefectSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code winmail.dat} (application/ms-tnef, [MS-OXTNEF]) as its bytes come: a signature, then attributes, each of
 * level, id, length, data and check sum. Attached files are handed on as they pass; property lists are held up to
 * {@value #MOST_HELD} bytes. How the bytes are cut into calls makes no difference. For one thread, one file.
 *
 * <pre>
 * 78 9f 3e 22  key(2)  { level(1) id(4) length(4) data(length) sum(2) } ...
 * </pre>
 */
public final class TnefReader {
    /** What is found, in its order. Arrays are good only during a call. */
    public interface Parts {
        /** An attached file begins; its name comes with its end, because TNEF has it behind the data. */
        void begin() throws IOException;

        /** Bytes of the file. */
        void data(byte[] buf, int from, int to) throws IOException;

        /** The file is over; the name as the sender wrote it, empty for none; the type application/octet-stream for none. */
        void end(String name, ContentType type) throws IOException;

        /** A body of the message: text/plain in UTF-8, text/html, or application/rtf; each kind once at most. */
        void body(ContentType type, byte[] bytes) throws IOException;
    }

    /** Bytes of one property list or body that are held; a longer one is left out, with a defect. */
    static final int MOST_HELD = 8 * 1024 * 1024;

    private static final int SIGNATURE = 0x223e9f78;
    private static final int PROPERTIES = 0x00069003;
    private static final int ATTACHMENT_PROPERTIES = 0x00069005;
    private static final int ATTACHMENT_STARTS = 0x00069002;
    private static final int ATTACHMENT_DATA = 0x0006800f;
    private static final int ATTACHMENT_TITLE = 0x00018010;
    private static final int BODY = 0x0002800c;
    private static final int CODE_PAGE = 0x00069007;

    private enum State {
        SIGNATURE,
        ATTRIBUTE,
        DATA,
        SUM,
        BROKEN
    }

    private final DefectSink defects;
    private final long offset;
    private final Parts parts;

    private State state = State.SIGNATURE;
    private final byte[] head = new byte[9];
    private int headLength;
    private int id;
    private long left;
    private int sum;
    private boolean sumNoted;
    private byte[] held = new byte[0];
    private int heldLength;
    private boolean holds;

    private String codePage = "windows-1252";
    private final Set<String> bodies = new HashSet<>(4);
    private boolean inAttachment;
    private boolean dataSeen;
    private String title = "";
    private TnefProperties properties = TnefProperties.NONE;

    /** @param offset of the file in the message, for defects */
    public TnefReader(DefectSink defects, long offset, Parts parts) {
        this.defects = defects;
        this.offset = offset;
        this.parts = parts;
    }

    /** True when the bytes start as such a file does. */
    public static boolean isTnef(byte[] buf, int from, int to) {
        return to - from >= 6 && LittleEndian.int32(buf, from) == SIGNATURE;
    }

    /** The next bytes of the file. */
    public void write(byte[] buf, int from, int to) throws IOException {
        int at = from;
        while (at < to && state != State.BROKEN) {
            at = switch (state) {
                case SIGNATURE -> head(buf, at, to, 6);
                case ATTRIBUTE -> head(buf, at, to, 9);
                case DATA -> data(buf, at, to);
                default -> head(buf, at, to, 2);
            };
        }
    }

    /** The file is over. */
    public void finish() throws IOException {
        if (state == State.DATA || state == State.SIGNATURE || headLength > 0 && state != State.BROKEN) {
            broken("cut short");
        }
        endAttachment();
    }

    private int head(byte[] buf, int from, int to, int needed) throws IOException {
        int taken = Math.min(to - from, needed - headLength);
        System.arraycopy(buf, from, head, headLength, taken);
        headLength += taken;
        if (headLength == needed) {
            headLength = 0;
            switch (state) {
                case SIGNATURE -> signature();
                case ATTRIBUTE -> attribute();
                default -> endAttribute();
            }
        }
        return from + taken;
    }

    private void signature() {
        if (LittleEndian.int32(head, 0) == SIGNATURE) {
            state = State.ATTRIBUTE;
        } else {
            broken("no signature");
        }
    }

    private void attribute() throws IOException {
        id = LittleEndian.int32(head, 1);
        left = LittleEndian.int32(head, 5) & 0xffffffffL;
        boolean level = head[0] == 1 || head[0] == 2;
        if (!level || left > Integer.MAX_VALUE) {
            broken("bad attribute");
            return;
        }
        sum = 0;
        heldLength = 0;
        holds = switch (id) {
            case PROPERTIES, ATTACHMENT_PROPERTIES, ATTACHMENT_TITLE, BODY, CODE_PAGE -> left <= MOST_HELD;
            default -> false;
        };
        if (id == ATTACHMENT_STARTS) {
            endAttachment();
            inAttachment = true;
        } else if (id == ATTACHMENT_DATA && !dataSeen) {
            inAttachment = true;
            dataSeen = true;
            parts.begin();
        } else if (!holds && left > MOST_HELD) {
            defects.add(DefectCode.TNEF_MALFORMED, offset, "attribute too long");
        }
        state = left > 0 ? State.DATA : State.SUM;
    }

    private int data(byte[] buf, int from, int to) throws IOException {
        int taken = (int) Math.min(to - from, left);
        for (int i = from; i < from + taken; i++) {
            sum += buf[i] & 0xff;
        }
        if (id == ATTACHMENT_DATA) {
            parts.data(buf, from, from + taken);
        } else if (holds) {
            if (heldLength + taken > held.length) { // grows with what was really sent, not with what was announced
                held = Arrays.copyOf(held, Math.max(heldLength + taken, 2 * held.length));
            }
            System.arraycopy(buf, from, held, heldLength, taken);
            heldLength += taken;
        }
        left -= taken;
        if (left == 0) {
            state = State.SUM;
        }
        return from + taken;
    }

    private void endAttribute() throws IOException {
        state = State.ATTRIBUTE;
        if ((sum & 0xffff) != LittleEndian.int16(head, 0) && !sumNoted) {
            sumNoted = true;
            defects.add(DefectCode.TNEF_CHECKSUM, offset, "");
        }
        if (!holds) {
            return;
        }
        switch (id) {
            case CODE_PAGE -> {
                if (heldLength >= 4) {
                    codePage = "windows-" + LittleEndian.int32(held, 0);
                }
            }
            case ATTACHMENT_TITLE -> title = LittleEndian.text(held, 0, heldLength, codePage);
            case BODY -> body(ContentType.TEXT_PLAIN, LittleEndian.text(held, 0, heldLength, codePage));
            case PROPERTIES -> bodies(TnefProperties.read(held, heldLength, codePage, defects, offset));
            default -> properties = TnefProperties.read(held, heldLength, codePage, defects, offset);
        }
    }

    private void bodies(TnefProperties message) throws IOException {
        if (!message.plainBody().isEmpty()) {
            body(ContentType.TEXT_PLAIN, message.plainBody());
        }
        if (message.htmlBody().length > 0) {
            body(message.htmlType(), message.htmlBody());
        }
        if (!bodies.contains("rtf")) { // packed text grows, so a second one is not unpacked at all
            byte[] rtf = CompressedRtf.decode(message.compressedRtf(), MOST_HELD, defects, offset);
            if (rtf.length > 0) {
                body(ContentType.of("application", "rtf"), rtf);
            }
        }
    }

    private void body(ContentType type, String text) throws IOException {
        body(
                ContentType.of(type.type(), type.subtype(), Map.of("charset", "utf-8")),
                text.getBytes(StandardCharsets.UTF_8));
    }

    private void body(ContentType type, byte[] bytes) throws IOException {
        if (bodies.add(type.subtype())) {
            parts.body(type, bytes);
        }
    }

    private void endAttachment() throws IOException {
        byte[] object = properties.object();
        if (inAttachment && !dataSeen && object.length > 0) {
            parts.begin();
            parts.data(object, 0, object.length);
            dataSeen = true;
        }
        if (dataSeen) {
            parts.end(properties.fileName().isEmpty() ? title : properties.fileName(), properties.fileType());
        }
        inAttachment = false;
        dataSeen = false;
        title = "";
        properties = TnefProperties.NONE;
    }

    private void broken(String what) {
        state = State.BROKEN;
        defects.add(DefectCode.TNEF_MALFORMED, offset, what);
    }
}
