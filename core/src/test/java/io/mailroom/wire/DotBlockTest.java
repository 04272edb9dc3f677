package io.mailroom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotBlockTest {
    @ParameterizedTest
    @CsvSource({
        "'.~', ''",
        "'a~.~', 'a~'",
        "'..~.~', '.~'",
        "'....~.~', '...~'",
        "'a~..b~..~.~', 'a~.b~.~'",
        "'.a~.~', '.a~'", // a server that forgot to stuff: nothing is taken away
        "'a/./b~.~', 'a/./b~'", // LF . LF ends nothing
        "'a|.|b~.~', 'a|.|b~'", // nor does CR . CR
        "'a/.~b~.~', 'a/.~b~'", // nor LF . CRLF
        "'a~./b~.~', 'a~./b~'", // nor CRLF . LF
        "'a~.|b~.~', 'a~.|b~'", // nor CRLF . CR
        "'a/..b~.~', 'a/..b~'", // only CRLF begins a line
        "'~~.~', '~~'",
        "'|~.~', '|~'"
    })
    void b31_onlyCrLfDotCrLfEndsABlockAndAllOtherBytesAreKept(String wire, String content) {
        for (int cut = 1; cut <= wire.length() + 1; cut++) {
            assertThat(decode(bytes(wire + "+OK"), cut)).as("pieces of %d", cut).isEqualTo(bytes(content));
        }
    }

    @Test
    void b32_whatIsStuffedComesBackByteForByteForEverySplit() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 3_000; round++) {
            byte[] content = randomContent(random);

            byte[] decoded = decode(stuff(content), 1 + random.nextInt(40));

            assertThat(decoded).as("round %d", round).isEqualTo(content);
        }
    }

    private static byte[] randomContent(Random random) {
        byte[] alphabet = {'.', '.', '\r', '\n', 'a', 0, (byte) 0x8d, (byte) 0x0a, (byte) 0xff};
        byte[] content = new byte[random.nextInt(120) + 2];
        for (int i = 0; i < content.length; i++) {
            content[i] = alphabet[random.nextInt(alphabet.length)];
        }
        content[content.length - 2] = '\r';
        content[content.length - 1] = '\n';
        return content;
    }

    private static byte[] stuff(byte[] content) {
        String text = "\r\n" + new String(content, StandardCharsets.ISO_8859_1);
        return (text.replace("\r\n.", "\r\n..").substring(2) + ".\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.replace("~", "\r\n").replace('/', '\n').replace('|', '\r').getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Feeds the block in pieces, as a channel would: what was not used comes again with more behind it. */
    private static byte[] decode(byte[] wire, int pieceBytes) {
        DotBlock block = new DotBlock();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[0];
        for (int at = 0; at < wire.length && !block.ended(); at += pieceBytes) {
            int count = Math.min(pieceBytes, wire.length - at);
            byte[] joined = new byte[buffer.length + count];
            System.arraycopy(buffer, 0, joined, 0, buffer.length);
            System.arraycopy(wire, at, joined, buffer.length, count);
            content.write(joined, 0, block.decode(joined, 0, joined.length));
            buffer = java.util.Arrays.copyOfRange(joined, block.consumed(), joined.length);
        }
        assertThat(block.ended()).isTrue();
        return content.toByteArray();
    }
}
