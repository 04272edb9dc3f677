package io.mailroom.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.mime.internal.legacy.TnefFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files inside of leaves: uuencode, yEnc and winmail.dat. */
class TakenOutPartsTest {
    private static final String MIXED = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n";
    private static final String CAT = "begin 644 cat.txt\n#0V%T\n`\nend\n";
    private static final String YENC_A = "=ybegin line=128 size=1 name=a.bin\nk\n=yend size=1 crc32=d3d99e8b\n";

    private static String winmail(byte[] file) {
        return "--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder().encodeToString(file) + "\n";
    }

    private static List<PartRole> roles(Reading reading) {
        return reading.message.parts().stream().map(MimePart::role).toList();
    }

    private static List<DefectCode> codes(Reading reading) {
        return reading.message.defects().stream().map(Defect::code).toList();
    }

    @Test
    void aUuencodedFileInATextIsAPartOfItsOwn() {
        Reading reading = Reading.of("Subject: x\n\nSee the cat.\n" + CAT + "Bye\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("See the cat.\nBye\n");
        assertThat(reading.message.attachments()).singleElement().satisfies(cat -> {
            assertThat(cat.fileName()).contains("cat.txt");
            assertThat(cat.isTakenOut()).isTrue();
            assertThat(cat.parent()).isZero();
            assertThat(cat.depth()).isEqualTo(1);
            assertThat(cat.bodyStart()).isEqualTo(12);
            assertThat(cat.bodyEnd()).isEqualTo(reading.message.parts().get(0).bodyEnd());
            assertThat(cat.transferEncoding()).isEqualTo(TransferEncoding.UUENCODE);
            assertThat(cat.decodedSize()).isEqualTo(3);
        });
        assertThat(reading.fileText(1)).isEqualTo("Cat");
        assertThat(reading.message.defects()).isEmpty();
    }

    @Test
    void aYencFileInATextIsAPartOfItsOwn() {
        Reading reading = Reading.of("Subject: x\nContent-Transfer-Encoding: 8bit\n\nHi\n" + YENC_A + "Bye\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("Hi\nBye\n");
        assertThat(reading.message.parts().get(1).transferEncoding()).isEqualTo(TransferEncoding.YENC);
        assertThat(reading.message.parts().get(1).fileName()).contains("a.bin");
        assertThat(reading.fileText(1)).isEqualTo("A");
        assertThat(reading.message.defects()).isEmpty();
    }

    @Test
    void theOriginalTextKeepsWhatWasTakenOutOfTheBody() {
        Reading reading = Reading.of("Subject: x\n\nHi\n" + CAT);

        assertThat(new String(reading.sink.originalText(), StandardCharsets.UTF_8))
                .isEqualTo("Subject: x\n\nHi\n" + CAT);
    }

    @Test
    void aFileOfTheSenderIsNeverTakenApart() {
        Reading reading = Reading.of("Content-Type: text/plain; name=all.txt\n\n" + CAT);

        assertThat(roles(reading)).containsExactly(PartRole.ATTACHMENT);
        assertThat(reading.fileText(0)).isEqualTo(CAT);
    }

    @Test
    void aLaterTextIsAFileAsSentAndItsBlocksArePartsToo() {
        Reading reading = Reading.of(MIXED + "--b\n\none\n--b\n\ntwo\n" + CAT + "--b--\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("one\ntwo\n");
        assertThat(reading.fileText(2)).isEqualTo("two\n" + CAT.strip());
        assertThat(reading.fileText(3)).isEqualTo("Cat");
    }

    @Test
    void aBlockInAnEmbeddedMessageBelongsToIt() {
        Reading reading = Reading.of("Content-Type: message/rfc822\n\nSubject: inner\n\nHi\n" + CAT);

        assertThat(reading.message.embedded().get(0).text().orElseThrow().text())
                .isEqualTo("Hi\n");
        assertThat(reading.message.parts().get(2).embeddedIn()).isZero();
        assertThat(reading.fileText(2)).isEqualTo("Cat");
    }

    @Test
    void aDamagedBlockIsDecodedAsFarAsItGoes() {
        Reading reading = Reading.of("Subject: x\n\nbegin 644 cat.txt\n#0V%T\nRegards, Al\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("Regards, Al\n");
        assertThat(reading.fileText(1)).isEqualTo("Cat");
        assertThat(codes(reading)).containsExactly(DefectCode.UUENCODE_MALFORMED);
        assertThat(codes(Reading.of("Subject: x\n\n" + YENC_A.replace("d3d99e8b", "12345678"))))
                .containsExactly(DefectCode.YENC_MALFORMED);
    }

    @Test
    void aDamagedLineInTheMiddleOfABlockStaysTextAndTheBlockGoesOn() {
        String line = "M" + "86%A".repeat(15) + "\n";
        Reading reading = Reading.of("Subject: x\n\nbegin 644 a\n" + line + "to unsubscribe, go elsewhere\n" + line
                + "#0V%T\n`\nend\nBye\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("to unsubscribe, go elsewhere\nBye\n");
        assertThat(reading.fileText(1)).isEqualTo("a".repeat(90) + "Cat");
        assertThat(codes(reading)).containsExactly(DefectCode.UUENCODE_MALFORMED);
    }

    @Test
    void behindTwoDamagedLinesTheRestOfABlockIsText() {
        String line = "M" + "86%A".repeat(15) + "\n";
        String rest = "one, damaged\ntwo, damaged\n" + line + "`\nend\n";
        Reading reading = Reading.of("Subject: x\n\nbegin 644 a\n" + line + rest);

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo(rest);
        assertThat(reading.fileText(1)).isEqualTo("a".repeat(45));
        assertThat(codes(reading)).containsExactly(DefectCode.UUENCODE_MALFORMED);
    }

    @Test
    void theNextBlockEndsOneWithoutItsEnd() {
        Reading reading = Reading.of("Subject: x\n\nbegin 644 a\n#0V%T\n" + CAT);

        assertThat(reading.fileText(1)).isEqualTo("Cat");
        assertThat(reading.fileText(2)).isEqualTo("Cat");
        assertThat(codes(reading)).containsExactly(DefectCode.UUENCODE_MALFORMED);
    }

    @Test
    void aYencBlockWithoutItsEndIsOverWhenItIsFullOrTheNextBegins() {
        String endless = YENC_A.substring(0, YENC_A.indexOf("=yend"));
        Reading reading = Reading.of("Subject: x\n\n" + endless + "Bye\n" + endless + YENC_A);

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("Bye\n");
        assertThat(reading.message.attachments()).hasSize(3);
        assertThat(reading.fileText(1) + reading.fileText(2) + reading.fileText(3))
                .isEqualTo("AAA");
        assertThat(codes(reading)).containsExactly(DefectCode.YENC_MALFORMED, DefectCode.YENC_MALFORMED);
    }

    @Test
    void whatIsLeftOfADamagedBodyDeclaredAsUuencodeIsKeptAsSent() {
        String head = "Content-Type: image/gif; name=a.gif\nContent-Transfer-Encoding: x-uuencode\n\n";

        Reading reading = Reading.of(head + "begin 644 a.gif\n#0V%T\none, damaged\ntwo, damaged\n#0V%T\n`\nend\n");

        assertThat(reading.fileText(0)).isEqualTo("Catone, damaged\ntwo, damaged\n#0V%T\n`\nend\n");
        assertThat(codes(reading)).containsExactly(DefectCode.UUENCODE_MALFORMED);
    }

    @Test
    void aBodyDeclaredAsUuencodeIsItsFile() {
        String head = "Content-Type: image/gif; name=a.gif\nContent-Transfer-Encoding: x-uuencode\n\n";

        assertThat(Reading.of(head + "\n" + CAT).fileText(0)).isEqualTo("Cat");
        Reading plain = Reading.of(head + "no such file\n");
        assertThat(plain.fileText(0)).isEqualTo("no such file\n");
        assertThat(codes(plain)).containsExactly(DefectCode.UUENCODE_MALFORMED);
    }

    @Test
    void theNameOfABlockIsCleanedLikeAnyOther() {
        Reading reading = Reading.of("Subject: x\n\n" + CAT.replace("cat.txt", "C:\\dir\\con.txt"));

        assertThat(reading.message.parts().get(1).fileName()).contains("_con.txt");
        assertThat(codes(reading)).containsExactly(DefectCode.FILE_NAME_CHANGED);
    }

    @Test
    void behindTheLimitOnPartsBlocksStayText() {
        MimeLimits limits = MimeLimits.DEFAULT.with().parts(3).build();

        Reading reading = Reading.of(("Subject: x\n\n" + CAT.repeat(4)).getBytes(StandardCharsets.US_ASCII), limits);

        assertThat(reading.message.parts()).hasSize(3);
        assertThat(reading.message.text().orElseThrow().text()).isEqualTo(CAT.repeat(2));
        assertThat(codes(reading)).containsExactly(DefectCode.TOO_MANY_PARTS);
    }

    @Test
    void aTextTooLongForMemoryIsAFileWithoutWhatWasTakenOut() {
        Reading reading = Reading.of(
                ("Subject: x\n\n01234\n" + CAT + "56789\n").getBytes(StandardCharsets.US_ASCII),
                ReadOptions.DEFAULT.withTextInMemory(8));

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("01234\n56");
        assertThat(reading.fileText(0)).isEqualTo("01234\n56789\n");
        assertThat(reading.fileText(1)).isEqualTo("Cat");
    }

    @Test
    void whatOutlookPacksIsPartsBesideThePackage() {
        byte[] file = TnefFile.sample();
        Reading reading = Reading.of(MIXED + "--b\n\nread me\n" + winmail(file) + "--b--\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("read me");
        assertThat(reading.message.html()).isEmpty();
        assertThat(reading.file(2)).isEqualTo(file);
        assertThat(reading.message.attachments())
                .extracting(MimePart::displayName)
                .containsExactly("winmail.dat", "text-plain.txt", "text-html.html", "long name.txt", "b.bin");
        assertThat(reading.message.parts().subList(3, 7)).allSatisfy(part -> {
            assertThat(part.isTakenOut()).isTrue();
            assertThat(part.parent()).isEqualTo(2);
        });
        assertThat(reading.fileText(5)).isEqualTo("Hello");
        assertThat(reading.message.parts().get(5).contentType().mediaType()).isEqualTo("text/plain");
        assertThat(reading.fileText(6)).isEqualTo("World");
        assertThat(reading.message.defects()).isEmpty();
    }

    @Test
    void theBodiesOfAPackageAreThoseOfAMessageThatHasNone() {
        Reading reading = Reading.of(MIXED + "--b\n\n \n" + winmail(TnefFile.sample()) + "--b--\n");

        assertThat(reading.message.text().orElseThrow().text()).endsWith("Grüße");
        assertThat(reading.message.html().orElseThrow().text()).isEqualTo("<p>x");
        assertThat(roles(reading))
                .containsExactly(
                        PartRole.CONTAINER,
                        PartRole.TEXT_BODY,
                        PartRole.ATTACHMENT,
                        PartRole.TEXT_BODY,
                        PartRole.HTML_BODY,
                        PartRole.ATTACHMENT,
                        PartRole.ATTACHMENT);
    }

    @Test
    void theRtfBodyOfAPackageIsAFileOfItsOwn() {
        byte[] rtf = TnefFile.ascii("{\\rtf1 Hello}");
        byte[] packed = new TnefFile()
                .number(rtf.length + 12, 4)
                .number(rtf.length, 4)
                .number(0x414c454d, 4) // not compressed
                .number(0, 4)
                .bytes(rtf)
                .done();
        byte[] message =
                new TnefFile().number(1, 4).property(0x1009, 0x102, packed).done();
        byte[] file = TnefFile.start().attribute(1, 0x00069003, message).done();

        Reading reading = Reading.of(MIXED + winmail(file) + "--b--\n");

        assertThat(reading.message.text()).isEmpty();
        assertThat(reading.message.html()).isEmpty();
        assertThat(reading.message.parts().get(2)).satisfies(part -> {
            assertThat(part.role()).isEqualTo(PartRole.ATTACHMENT);
            assertThat(part.contentType().mediaType()).isEqualTo("application/rtf");
            assertThat(part.isTakenOut()).isTrue();
        });
        assertThat(reading.file(2)).isEqualTo(rtf);
        assertThat(reading.message.defects()).isEmpty();
    }

    @Test
    void aPackageIsKnownByItsNameToo() {
        Reading reading = Reading.of(
                "Content-Type: application/octet-stream; name=WINMAIL.DAT\n" + "Content-Transfer-Encoding: base64\n\n"
                        + Base64.getMimeEncoder().encodeToString(TnefFile.sample()));

        assertThat(reading.message.html().orElseThrow().text()).isEqualTo("<p>x");
        assertThat(reading.message.attachments())
                .extracting(MimePart::displayName)
                .containsExactly("WINMAIL.DAT", "long name.txt", "b.bin");
    }

    @Test
    void ofADamagedPackageWhatComesFirstIsReadAndTheWholeIsKept() {
        byte[] file = TnefFile.sample();
        byte[] half = Arrays.copyOf(file, file.length - 3);

        Reading reading = Reading.of(MIXED + winmail(half) + "--b--\n");

        assertThat(reading.file(1)).isEqualTo(half);
        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("Grüße");
        assertThat(codes(reading)).containsExactly(DefectCode.TNEF_MALFORMED);
    }

    @Test
    void takenOutPartsReadTheSameInAnyStepsAndAtEveryOffset() {
        String mail = MIXED + "--b\n\nHi\n" + CAT + "b\nbe\nbegin\n" + YENC_A + "Bye\n"
                + winmail(TnefFile.sample()) + "--b\nContent-Transfer-Encoding: x-uue\nContent-Type: image/gif\n\n"
                + CAT
                + "--b\nContent-Transfer-Encoding: quoted-printable\n\n=62egin 644 q\n#0V%=\nT\n`\nend\n--b--\n";
        String expected = Reading.of(mail).summary();

        for (int shift = 0; shift < 150; shift++) {
            byte[] shifted = ("X: " + "x".repeat(shift) + "\n" + mail).getBytes(StandardCharsets.ISO_8859_1);
            String summary = Reading.of(shifted, MimeLimits.DEFAULT, ReadOptions.DEFAULT, 128, 1 + shift % 97)
                    .summary()
                    .replaceFirst("fields 3", "fields 2")
                    .replaceFirst("original -?\\d+", "");
            assertThat(summary).isEqualTo(expected.replaceFirst("original -?\\d+", ""));
        }
    }

    @Test
    void whenNothingIsToBeWrittenPartsAreStillDescribed() {
        Reading reading = Reading.of(
                ("Subject: x\n\n" + CAT).getBytes(StandardCharsets.US_ASCII),
                ReadOptions.DEFAULT.withReturnAttachments(false));

        assertThat(reading.message.files()).isEmpty();
        assertThat(reading.message.parts().get(1).decodedSize()).isEqualTo(3);
    }

    @Test
    void whatIsOpenIsClosedWhenTheSinkFailsInTheMiddleOfABlock() {
        int[] open = {0};
        PartSink failing = part -> {
            open[0]++;
            return new PartOutput() {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    throw new IOException("disk full");
                }

                @Override
                public void close() {
                    open[0]--;
                }
            };
        };
        byte[] mail = ("Subject: x\n\n" + CAT).getBytes(StandardCharsets.US_ASCII);
        MessageReader reader = new MessageReader(MimeLimits.DEFAULT, ReadOptions.DEFAULT);

        assertThatThrownBy(() -> reader.read(new ByteArrayInputStream(mail), failing))
                .hasMessage("disk full");
        assertThat(open[0]).isZero();
    }
}
