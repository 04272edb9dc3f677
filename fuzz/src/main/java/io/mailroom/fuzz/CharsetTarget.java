package io.mailroom.fuzz;

import io.mailroom.mime.DefectSink;
import io.mailroom.mime.internal.text.TextDecoder;
import io.mailroom.mime.internal.text.Utf8Transcoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A text under any label: whole and byte by byte it reads the same. The first byte chooses the label. */
public final class CharsetTarget {
    private CharsetTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        String label = LABELS[(data[0] & 0xff) % LABELS.length];
        String whole = TextDecoder.decode(data, 1, data.length, label, DefectSink.NONE, 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Utf8Transcoder transcoder =
                new Utf8Transcoder(label, DefectSink.NONE, 0, (buf, from, to) -> out.write(buf, from, to - from));
        for (int i = 1; i < data.length; i++) {
            transcoder.write(data, i, i + 1);
        }
        transcoder.finish();
        Checks.hold(whole.equals(out.toString(StandardCharsets.UTF_8)), "another text byte by byte, as " + label);
    }

    private static final String[] LABELS = {
        "",
        "utf-8",
        "us-ascii",
        "iso-8859-1",
        "utf-7",
        "utf-16",
        "utf-16le",
        "gb2312",
        "gb18030",
        "big5",
        "shift_jis",
        "euc-jp",
        "iso-2022-jp",
        "iso-2022-kr",
        "euc-kr",
        "koi8-r",
        "windows-1251",
        "x-unknown",
        "utf-32"
    };

    static {
        Checks.hold(LABELS.length > 0, "no labels");
    }
}
