package io.mailroom.mime.internal.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.SeenDefects;
import io.mailroom.mime.internal.text.HeaderContext;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateParserTest {
    private final SeenDefects log = new SeenDefects();
    private final HeaderContext context = new HeaderContext(MimeLimits.DEFAULT, log);

    private Optional<OffsetDateTime> parse(String date) {
        byte[] bytes = date.getBytes(StandardCharsets.UTF_8);
        return DateParser.parse(context, bytes, 0, bytes.length, 0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon, 12 Jan 2004 10:15:30 +0200|2004-01-12T10:15:30+02:00",
                "12 Jan 2004 10:15:30 -0530|2004-01-12T10:15:30-05:30",
                "Mon, 12 Jan 2004 10:15 +0000|2004-01-12T10:15:00Z",
                "Mon, 12 Jan 2004 10:15:30 -0000|2004-01-12T10:15:30Z",
                "Mon, 12 Jan 2004 10:15:30 GMT|2004-01-12T10:15:30Z",
                "Mon, 12 Jan 2004 10:15:30 +0200 (CEST)|2004-01-12T10:15:30+02:00",
                "(x) Mon, 12 (y) Jan 2004 10:15:30 +0200|2004-01-12T10:15:30+02:00",
                "Fri, 12 Jan 2004 10:15:30 +0000|2004-01-12T10:15:30Z",
            })
    void datesOfTheStandardAreRead(String text, String date) {
        assertThat(parse(text)).contains(OffsetDateTime.parse(date));
        assertThat(log.defects()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon, 12 Jan 04 10:15:30 EST|2004-01-12T10:15:30-05:00",
                "Mon, 12 Jan 99 10:15:30 PDT|1999-01-12T10:15:30-07:00",
                "Mon, 12 Jan 104 10:15:30 +0000|2004-01-12T10:15:30Z",
                "Mon, 12 Jan 2004 10:15:30|2004-01-12T10:15:30Z",
                "Mon, 12 Jan 2004|2004-01-12T00:00:00Z",
                "Mon, 12 January 2004 10:15:30 UTC|2004-01-12T10:15:30Z",
                "Mon, 12-Jan-2004 10:15:30 GMT+0100|2004-01-12T10:15:30+01:00",
                "Mon Jan 12 10:15:30 2004|2004-01-12T10:15:30Z",
                "Mon Jan 12 10:15:30 CET 2004|2004-01-12T10:15:30+01:00",
                "Mon, Jan 12, 2004 10:15:30 +0100|2004-01-12T10:15:30+01:00",
                "2004-01-12 10:15:30|2004-01-12T10:15:30Z",
                "2004-01-12T10:15:30Z|2004-01-12T10:15:30Z",
                "2004-01-12T10:15:30.250+01:00|2004-01-12T10:15:30.250+01:00",
                "20040112T10:15:30Z|2004-01-12T10:15:30Z",
                "1/12/2004 5:34 PM|2004-01-12T17:34:00Z",
                "1/12/2004 12:34 AM|2004-01-12T00:34:00Z",
                "25/12/2004 10:00|2004-12-25T10:00:00Z",
                "Mon, 12 Jan 2004 10:15:30 +2|2004-01-12T10:15:30+02:00",
                "Mon, 12 Jan 2004 10:15:30 XYZ|2004-01-12T10:15:30Z",
                "Mon, 12 Jan 2004 10:15:30 +9999|2004-01-12T10:15:30Z",
                "Mon, 12 Jan 2004 10:15:30 Z|2004-01-12T10:15:30Z",
            })
    void otherDatesAreReadAndNoted(String text, String date) {
        assertThat(parse(text)).contains(OffsetDateTime.parse(date));
        assertThat(log.codes()).containsExactly(DefectCode.DATE_OBSOLETE);
    }

    @Test
    void theLeapSecondOfAStandardDateCountsAsTheLastSecond() {
        assertThat(parse("31 Dec 2016 23:59:60 +0000")).contains(OffsetDateTime.parse("2016-12-31T23:59:59Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "Mon,",
                "12",
                "Jan",
                "31 Feb 2004 10:00 +0000",
                "32 Jan 2004 10:00 +0000",
                "12 Jan 2004 25:00 +0000",
                "12 Jan 2004 10:61 +0000",
                "12 Jan 99999999999999999999 10:00 +0000",
                "Mon, 00 Jan 0000 00:00:00 +0000",
                "::::",
                "+-+-+-",
                "(((((",
                "12 Jan",
                "é",
                "10:15:30",
                "99999999999",
                "0/0/0",
                "2004-13-40T99:99:99Z",
                "=?utf-8?Q?x?="
            })
    void nonsenseIsNoDateAndNoException(String text) {
        assertThat(parse(text)).isEmpty();
        assertThat(log.codes()).containsExactly(DefectCode.DATE_MALFORMED);
    }
}
