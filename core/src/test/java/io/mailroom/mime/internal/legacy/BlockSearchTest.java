package io.mailroom.mime.internal.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.DefectSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockSearchTest {
    private interface Into {
        void write(byte[] buf, int from, int to) throws IOException;

        void finish() throws IOException;
    }

    /** Text as it is, blocks as {@code [name:data]}. */
    private static final class Seen implements BlockSplitter.Parts {
        final StringBuilder all = new StringBuilder();

        @Override
        public void text(byte[] buf, int from, int to) {
            data(buf, from, to);
        }

        @Override
        public boolean begin(BlockSplitter.Kind kind, String name) {
            all.append('[').append(name).append(':');
            return !name.equals("unwanted");
        }

        @Override
        public void data(byte[] buf, int from, int to) {
            all.append(new String(buf, from, to - from, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void end() {
            all.append(']');
        }
    }

    private static String search(String text, int step) {
        Seen seen = new Seen();
        BlockSearch search = new BlockSearch(DefectSink.NONE, 0, seen);
        return cut(text, step, seen, new Into() {
            @Override
            public void write(byte[] buf, int from, int to) throws IOException {
                search.write(buf, from, to);
            }

            @Override
            public void finish() throws IOException {
                search.finish();
            }
        });
    }

    private static String split(String text) {
        Seen seen = new Seen();
        BlockSplitter splitter = new BlockSplitter(DefectSink.NONE, 0, seen);
        return cut(text, Integer.MAX_VALUE / 2, seen, new Into() {
            @Override
            public void write(byte[] buf, int from, int to) throws IOException {
                splitter.write(buf, from, to);
            }

            @Override
            public void finish() throws IOException {
                splitter.finish();
            }
        });
    }

    private static String cut(String text, int step, Seen seen, Into into) {
        byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            for (int i = 0; i < body.length; i += step) {
                into.write(body, i, Math.min(body.length, i + step));
            }
            into.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seen.all.toString();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "begin 644 a~#0V%T~`~end~|[a:Cat]",
                "Hi~begin 644 a~#0V%T~`~end~Bye|Hi~[a:Cat]Bye",
                "Hi~=ybegin line=128 size=1 name=a~k~=yend size=1~Bye|Hi~[a:A]Bye",
                "We begin 644 a~#0V%T~`~end~|We begin 644 a~#0V%T~`~end~",
                "beg|beg",
                "Hi~=yb|Hi~=yb",
                "begin~begin 6~=ybegin x~|begin~begin 6~=ybegin x~",
                "beginning~=ybeginning~b~be~beg~|beginning~=ybeginning~b~be~beg~",
            })
    void onlyALineThatBeginsABlockIsTakenOutOfTheText(String text, String parts) {
        String lines = text.replace('~', '\n');

        for (int step = 1; step < 20; step++) {
            assertThat(search(lines, step)).isEqualTo(parts.replace('~', '\n'));
        }
    }

    @Test
    void aBlockThatNobodyWantsStaysInTheText() {
        assertThat(search("begin 644 unwanted\n#0V%T\n`\nend\nx", 3))
                .isEqualTo("[unwanted:begin 644 unwanted\n#0V%T\n`\nend\nx");
        assertThat(search("=ybegin line=128 size=1 name=unwanted\nk\n", 3))
                .isEqualTo("[unwanted:=ybegin line=128 size=1 name=unwanted\nk\n");
    }

    @Test
    void whatIsFoundIsWhatASplitterFindsHoweverTheBytesAreCut() {
        Random random = new Random(17);
        String[] pieces = {
            "\n", "begin ", "begin 644 a\n", "#0V%T\n", "`\nend\n", "=ybegin ", "=y", "b", "be", "n ", "x"
        };

        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(25); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String body = text.toString();
            assertThat(search(body, 1 + random.nextInt(30))).as("%s", body).isEqualTo(split(body));
        }
    }
}
