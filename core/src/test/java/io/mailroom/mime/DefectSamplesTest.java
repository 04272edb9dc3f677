package io.mailroom.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.internal.legacy.TnefFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For every kind of defect a message that has it. None of them stops reading. */
class DefectSamplesTest {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\n\n";
    private static final String REPORT = "Content-Type: message/delivery-status\n\n";
    private static final MimeLimits LIMITS = MimeLimits.DEFAULT
            .with()
            .messageBytes(20_000)
            .headerBytes(2_500)
            .fieldBytes(1_000)
            .fields(50)
            .addresses(5)
            .depth(3)
            .parts(10)
            .parameters(5)
            .encodedWords(3)
            .reportRecipients(2)
            .build();
    private static final Map<DefectCode, String> SAMPLES = samples();

    private static Map<DefectCode, String> samples() {
        Map<DefectCode, String> samples = new EnumMap<>(DefectCode.class);
        String base64 = "Content-Type: image/gif\nContent-Transfer-Encoding: base64\n\n";
        samples.put(DefectCode.MESSAGE_TOO_LARGE, "A: b\n\n" + "x".repeat(20_000));
        samples.put(DefectCode.EMPTY_MESSAGE, "");
        samples.put(DefectCode.BYTE_ORDER_MARK, "\u00ef\u00bb\u00bfSubject: x\n\n");
        samples.put(DefectCode.MBOX_FROM_LINE, "From al@example.com Mon Jan 12 10:15:30 2004\nSubject: x\n\n");
        samples.put(DefectCode.NUL_BYTE, "Subject: a\0b\n\n");
        samples.put(DefectCode.BARE_CR, "Subject: a\rTo: b@c\r\rx");
        samples.put(DefectCode.MALFORMED_FIELD, "Subject: x\nthis line has no colon\nTo: a@b\n\n");
        samples.put(DefectCode.BLANK_BEFORE_COLON, "Subject : x\n\n");
        samples.put(DefectCode.MISSING_BLANK_LINE, "Subject: x\nHello Al,\nhow are you\n");
        samples.put(DefectCode.HEADER_CUT_SHORT, "Subject: x");
        samples.put(DefectCode.FIELD_TOO_LONG, "Subject: " + "x".repeat(1_100) + "\n\n");
        samples.put(DefectCode.TOO_MANY_FIELDS, "A: b\n".repeat(60) + "\n");
        samples.put(DefectCode.HEADER_TOO_LARGE, ("A: " + "b".repeat(100) + "\n").repeat(40) + "\n");
        samples.put(DefectCode.DUPLICATE_FIELD, "Subject: a\nSubject: b\n\n");
        samples.put(DefectCode.RAW_8BIT_HEADER, "Subject: caf\u00e9\n\n");
        samples.put(DefectCode.MALFORMED_CONTENT_TYPE, "Content-Type: text\n\n");
        samples.put(DefectCode.MALFORMED_DISPOSITION, "Content-Disposition: ; filename=a\n\n");
        samples.put(DefectCode.MISSING_BOUNDARY, "Content-Type: multipart/mixed\n\n--b\n\nx\n--b--\n");
        samples.put(
                DefectCode.LONG_BOUNDARY,
                MIXED.replace("=b", "=" + "b".repeat(80)) + "--" + "b".repeat(80) + "\n\nx\n");
        samples.put(DefectCode.BOUNDARY_REUSED, MIXED + "--b\n" + MIXED + "--b\n\nx\n--b--\n--b--\n");
        samples.put(DefectCode.NO_DELIMITER, MIXED + "x\n");
        samples.put(DefectCode.MISSING_CLOSE_DELIMITER, MIXED + "--b\n\nx\n");
        samples.put(DefectCode.TEXT_IN_PREAMBLE, MIXED + "hidden\n--b\n\nx\n--b--\n");
        samples.put(DefectCode.TEXT_IN_EPILOGUE, MIXED + "--b\n\nx\n--b--\nhidden\n");
        samples.put(DefectCode.TOO_DEEP, ("Content-Type: message/rfc822\n\n").repeat(5) + "x");
        samples.put(DefectCode.TOO_MANY_PARTS, MIXED + "--b\n\nx\n".repeat(12) + "--b--\n");
        samples.put(DefectCode.PARSE_TIME_EXCEEDED, "A: b\n\nx");
        samples.put(DefectCode.PARTIAL_MESSAGE, "Content-Type: message/partial; id=x; number=1\n\nA: b\n\n");
        samples.put(DefectCode.EXTERNAL_BODY, "Content-Type: message/external-body; access-type=URL\n\nA: b\n\n");
        samples.put(DefectCode.UNKNOWN_TRANSFER_ENCODING, "Content-Transfer-Encoding: x-gzip64\n\nx");
        samples.put(
                DefectCode.ENCODED_MULTIPART,
                "Content-Transfer-Encoding: base64\n" + MIXED
                        + Base64.getEncoder().encodeToString("--b\n\nx\n--b--\n".getBytes(StandardCharsets.US_ASCII)));
        samples.put(DefectCode.BASE64_JUNK, base64 + "QU!JD\n");
        samples.put(DefectCode.BASE64_PADDING, base64 + "QUJ\n");
        samples.put(DefectCode.BASE64_CONCATENATED, base64 + "QQ==QUJD\n");
        samples.put(DefectCode.QP_BAD_ESCAPE, "Content-Transfer-Encoding: quoted-printable\n\n1 =X 2\n");
        samples.put(DefectCode.CHARSET_MISSING, "Subject: x\n\nGr\u00fc\u00dfe\n");
        samples.put(DefectCode.CHARSET_UNKNOWN, "Content-Type: text/plain; charset=x-klingon\n\nGr\u00fc\u00dfe\n");
        samples.put(
                DefectCode.CHARSET_WRONG,
                "Content-Type: text/plain; charset=us-ascii\n\nGr\u00c3\u00bc\u00c3\u009fe\n");
        samples.put(
                DefectCode.CHARSET_MALFORMED, "Content-Type: text/plain; charset=shift_jis\n\n\u0082\u00ff\u00a0\n");
        samples.put(DefectCode.TEXT_TOO_LONG, "A: b\n\n" + "x".repeat(5_100));
        samples.put(DefectCode.CHARSET_UTF7, "Content-Type: text/plain; charset=utf-7\n\nGr+APw-\u00dfe\n");
        samples.put(DefectCode.ENCODED_WORD_MALFORMED, "Subject: =?utf-8?Q?=ZZ?=\n\n");
        samples.put(DefectCode.ENCODED_WORD_CHARSET, "Subject: =?x-klingon?Q?=E9?=\n\n");
        samples.put(DefectCode.ENCODED_WORD_MISPLACED, "Subject: x=?utf-8?Q?a?=\n\n");
        samples.put(DefectCode.TOO_MANY_ENCODED_WORDS, "Subject: " + "=?utf-8?Q?a?= ".repeat(6) + "\n\n");
        samples.put(DefectCode.PARAMETER_DUPLICATE, "Content-Type: text/plain; charset=utf-8; charset=koi8-r\n\n");
        samples.put(
                DefectCode.PARAMETER_AMBIGUOUS, "Content-Disposition: attachment; filename=a; filename*=utf-8''b\n\nx");
        samples.put(DefectCode.PARAMETER_MALFORMED, "Content-Type: text/plain; junk more; charset=utf-8\n\n");
        samples.put(DefectCode.PARAMETER_QUOTE, "Content-Type: text/plain; name=\"a\n\n");
        samples.put(DefectCode.PARAMETER_SEGMENT, "Content-Type: image/gif; name*0=a; name*2=c\n\n");
        samples.put(DefectCode.PARAMETER_8BIT, "Content-Type: image/gif; name=\"\u00e9\"\n\n");
        samples.put(DefectCode.TOO_MANY_PARAMETERS, "Content-Type: text/plain; a=1; b=2; c=3; d=4; e=5; f=6\n\n");
        samples.put(
                DefectCode.FILE_NAME_AMBIGUOUS,
                "Content-Type: image/gif; name=a\nContent-Disposition: attachment; filename=b\n\n");
        samples.put(DefectCode.FILE_NAME_CHANGED, "Content-Type: image/gif; name=\"../a\"\n\n");
        samples.put(DefectCode.ADDRESS_MALFORMED, "To: a@b <\n\n");
        samples.put(DefectCode.ADDRESS_SEPARATOR, "To: a@b; c@d\n\n");
        samples.put(DefectCode.ADDRESS_GROUP_NESTED, "To: a: b: c@d;;\n\n");
        samples.put(DefectCode.TOO_MANY_ADDRESSES, "To: " + "a@b, ".repeat(8) + "c@d\n\n");
        samples.put(DefectCode.DATE_MALFORMED, "Date: yesterday\n\n");
        samples.put(DefectCode.DATE_OBSOLETE, "Date: 2004-01-12T10:15:30Z\n\n");
        samples.put(DefectCode.MESSAGE_ID_MALFORMED, "Message-ID: a@b\n\n");
        samples.put(DefectCode.UUENCODE_MALFORMED, "A: b\n\nbegin 644 a\n#0V%T\n");
        samples.put(DefectCode.YENC_MALFORMED, "A: b\n\n=ybegin line=128 size=1 name=a\nk\n=yend size=2\n");
        samples.put(DefectCode.TNEF_MALFORMED, "Content-Type: application/ms-tnef\n\nno such file\n");
        samples.put(DefectCode.TNEF_CHECKSUM, "Content-Type: application/ms-tnef\n\n" + withAWrongSum());
        samples.put(DefectCode.REPORT_MALFORMED, REPORT + "no field\n");
        samples.put(
                DefectCode.REPORT_MISSING_STATUS,
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nx\n--b--\n");
        samples.put(DefectCode.TOO_MANY_REPORT_RECIPIENTS, REPORT + "Final-Recipient: rfc822; a@b\n\n".repeat(3));
        return samples;
    }

    private static String withAWrongSum() {
        byte[] file = TnefFile.sample();
        file[file.length - 1]++;
        return new String(file, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource(DefectCode.class)
    void everyKindOfDefectIsNotedAndReadPast(DefectCode code) {
        String sample = SAMPLES.get(code);
        boolean slow = code == DefectCode.PARSE_TIME_EXCEEDED;
        MimeLimits limits = slow ? LIMITS.with().parseTime(Duration.ofNanos(1)).build() : LIMITS;

        assertThat(sample).as("a sample").isNotNull();
        Reading reading = Reading.of(
                sample.getBytes(StandardCharsets.ISO_8859_1),
                limits,
                ReadOptions.DEFAULT.withTextInMemory(5_000),
                4_096,
                4_096);

        assertThat(reading.message.from()).isEmpty();
        assertThat(reading.message.defects()).extracting(Defect::code).contains(code);
        assertThat(reading.message.ambiguous())
                .isEqualTo(reading.message.defects().stream()
                        .anyMatch(defect -> defect.code().isAmbiguous()));
    }
}
