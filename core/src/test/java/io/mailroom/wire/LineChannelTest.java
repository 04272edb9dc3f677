package io.mailroom.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineChannelTest {
    private final ScriptedWire wire = new ScriptedWire();
    private final List<String> log = new ArrayList<>();
    private final LineChannel channel = new LineChannel(
            wire,
            "support@example.com",
            new Endpoint("pop.example.com", 110),
            WireLimits.forTimeout(Duration.ofSeconds(60)),
            Transcript.to(log::add),
            wire::nanoTime);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void linesAndBlocksAreTheSameHoweverTheBytesAreCut(int piece) throws IOException {
        wire.says("+OK hello\r\n+OK\r\nbody\r\n..dot\r\n.\r\n+OK bye\r\n").inPiecesOf(piece);

        List<String> seen = List.of(channel.readLine(), channel.readLine(), block(100), channel.readLine());

        assertThat(seen).containsExactly("+OK hello", "+OK", "body\r\n.dot\r\n", "+OK bye");
    }

    @Test
    void onlyCrLfEndsALineSoThatAReplyWithABareLfStaysOneReply() {
        wire.says("+OK first\n-ERR forged\r\n");

        assertThat(channel.readLine()).isEqualTo("+OK first\n-ERR forged");
    }

    @Test
    void b01_aServerThatNeverGreetsIsGivenUp() {
        assertThatThrownBy(channel::readLine)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("Profile support@example.com: pop.example.com:110: nothing came within 60 s while we waited"
                        + " for the greeting. It is tried again later.");
        assertThat(wire.isClosed()).isTrue();
    }

    @Test
    void b02_oneByteNowAndThenDoesNotHoldACommandPastItsDeadline() {
        wire.says("a").forEver().inPiecesOf(1).pausing(Duration.ofSeconds(59));
        channel.begin("CAPA");

        assertThatThrownBy(channel::readLine).hasMessageContaining("the answer to CAPA took longer than 300 s");
        assertThat(Duration.ofNanos(wire.nanoTime())).isLessThanOrEqualTo(Duration.ofSeconds(301));
    }

    @Test
    void b02_aMessageThatDripsIsGivenUpButOneThatIsMerelySlowArrives() throws IOException {
        wire.says("x".repeat(1024 * 1024) + "\r\n.\r\n").inPiecesOf(10_000).pausing(Duration.ofSeconds(4));
        channel.begin("RETR");

        assertThat(block(Long.MAX_VALUE)).hasSize(1024 * 1024 + 2);

        wire.says("x").forEver().inPiecesOf(1).pausing(Duration.ofSeconds(1));
        channel.begin("RETR");
        assertThatThrownBy(() -> block(Long.MAX_VALUE)).hasMessageContaining("took longer");
    }

    @Test
    void b03_aLineWithoutEndIsCutOffAtEightKibibytes() {
        wire.says("A").forEver().inPiecesOf(1000);

        assertThatThrownBy(channel::readLine).hasMessageContaining("a line of more than 8192 bytes");
    }

    @Test
    void b03_theLongestLineIsRead() {
        wire.says("A".repeat(8190) + "\r\n" + "B".repeat(8191) + "\r\n").inPiecesOf(7);

        assertThat(channel.readLine()).hasSize(8190);
        assertThatThrownBy(channel::readLine).hasMessageContaining("a line of more than 8192 bytes");
    }

    @Test
    void b06_aBlockPastItsLimitStopsAndTheConnectionEnds() {
        wire.says("12345678\r\n").forEver();

        assertThatThrownBy(() -> block(1000)).isInstanceOf(BlockTooLongException.class);
        assertThat(wire.isClosed()).isTrue();
    }

    @Test
    void aFailingOutputIsNotTakenForANetworkErrorAndEndsTheConnection() {
        wire.says("12345678\r\n.\r\n");
        OutputStream fullDisk = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> channel.readBlock(fullDisk, 1000))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        assertThat(wire.isClosed()).isTrue();
    }

    @Test
    void a16_aBlockThatEndsWithTheConnectionIsNotAWholeOne() {
        wire.says("body\r\n").thenHangsUp();
        channel.begin("RETR");

        assertThatThrownBy(() -> block(1000))
                .hasMessageContaining("the server closed the connection while we waited for the answer to RETR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+OK\r\n+OK CAPA follows\r\n", "+OK\r\nPL", "+OK\r\n\n"})
    void a04_a05_plainTextBehindTheConsentToStartTlsEndsTheSession(String answer) throws Exception {
        wire.says(answer);
        channel.readLine();

        assertThatThrownBy(() -> channel.startTls(new TlsSetup(SSLContext.getDefault(), true)))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("plain text after the answer to STARTTLS")
                .extracting(error -> ((ConnectionLostException) error).kind())
                .isEqualTo(ErrorKind.TLS);
        assertThat(channel.isEncrypted()).isFalse();
    }

    @Test
    void aLineBreakInWhatWeSendIsRefused() {
        assertThatThrownBy(() -> channel.send("USER a\r\nDELE 1")).isInstanceOf(IllegalArgumentException.class);
        channel.flush();

        assertThat(wire.sent.size()).isZero();
    }

    @Test
    void h01_h02_theTranscriptShowsLinesAndCountsAndNoSecret() throws IOException {
        channel.transcript().secrets().hide("hunter2");
        wire.says("-ERR no hunter2\r\nbody\r\n.\r\n");

        channel.sendSecret("PASS hunter2", "PASS ***");
        channel.readLine();
        block(100);

        assertThat(wire.sent.toString(StandardCharsets.UTF_8)).isEqualTo("PASS hunter2\r\n");
        assertThat(log).containsExactly("C: PASS ***", "S: -ERR no ***", "S: [6 bytes]");
    }

    @Test
    void h03_aServersControlCharactersAreShownEscaped() {
        wire.says("-ERR \u001b[31mred\u202e\\\r\n".replace("\u202e", "\u00e2\u0080\u00ae"));

        channel.readLine();

        assertThat(log).containsExactly("S: -ERR \\x1b[31mred\\xe2\\x80\\xae\\\\");
    }

    private String block(long most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(channel.readBlock(bytes, most)).isEqualTo(bytes.size());
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
