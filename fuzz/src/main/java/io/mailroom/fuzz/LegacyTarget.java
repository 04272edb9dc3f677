package io.mailroom.fuzz;

import io.mailroom.mime.ContentType;
import io.mailroom.mime.DefectSink;
import io.mailroom.mime.internal.legacy.BlockSearch;
import io.mailroom.mime.internal.legacy.BlockSplitter;
import io.mailroom.mime.internal.legacy.FlowedText;
import io.mailroom.mime.internal.legacy.TnefReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** uuencode and yEnc in text, winmail.dat and flowed lines: the same whole and byte by byte. */
public final class LegacyTarget {
    private LegacyTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Checks.hold(Arrays.equals(split(data, 4_096), split(data, 1)), "other blocks byte by byte");
        Checks.hold(Arrays.equals(split(data, 4_096), searched(data, 4_096)), "other blocks when searched for");
        Checks.hold(
                Arrays.equals(split(data, 4_096), searched(data, 1)), "other blocks when searched for byte by byte");
        Checks.hold(Arrays.equals(tnef(data, 4_096), tnef(data, 1)), "other parts byte by byte");
        FlowedText.unwrap(new String(data, StandardCharsets.ISO_8859_1), data.length % 2 == 0);
    }

    private static byte[] split(byte[] data, int step) throws IOException {
        Log log = new Log();
        BlockSplitter splitter = new BlockSplitter(DefectSink.NONE, 0, log);
        for (int i = 0; i < data.length; i += step) {
            splitter.write(data, i, Math.min(data.length, i + step));
        }
        splitter.finish();
        return log.out.toByteArray();
    }

    private static byte[] searched(byte[] data, int step) throws IOException {
        Log log = new Log();
        BlockSearch search = new BlockSearch(DefectSink.NONE, 0, log);
        for (int i = 0; i < data.length; i += step) {
            search.write(data, i, Math.min(data.length, i + step));
        }
        search.finish();
        return log.out.toByteArray();
    }

    private static byte[] tnef(byte[] data, int step) throws IOException {
        Log log = new Log();
        TnefReader reader = new TnefReader(DefectSink.NONE, 0, log);
        for (int i = 0; i < data.length; i += step) {
            reader.write(data, i, Math.min(data.length, i + step));
        }
        reader.finish();
        return log.out.toByteArray();
    }

    /** All that is told, as bytes to compare. */
    private static final class Log implements BlockSplitter.Parts, TnefReader.Parts {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();

        @Override
        public void text(byte[] buf, int from, int to) {
            out.write(buf, from, to - from);
        }

        @Override
        public boolean begin(BlockSplitter.Kind kind, String name) {
            out.writeBytes((kind + name).getBytes(StandardCharsets.UTF_8));
            return true;
        }

        @Override
        public void begin() {
            out.write(1);
        }

        @Override
        public void data(byte[] buf, int from, int to) {
            out.write(buf, from, to - from);
        }

        @Override
        public void end() {
            out.write(2);
        }

        @Override
        public void end(String name, ContentType type) {
            out.writeBytes((name + type).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void body(ContentType type, byte[] bytes) {
            out.writeBytes(bytes);
        }
    }
}
