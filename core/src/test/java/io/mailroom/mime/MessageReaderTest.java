package io.mailroom.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageReaderTest {
    private static final String MIXED = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n";

    @Test
    void aMessageWithoutMimeFieldsIsPlainText() {
        ParsedMessage message = Reading.of("From: A <a@example.com>\nSubject: Hello\n\nBody\n").message;

        assertThat(message.subject()).isEqualTo("Hello");
        assertThat(message.from()).containsExactly(new MailAddress("A", "a@example.com"));
        assertThat(message.text().orElseThrow().text()).isEqualTo("Body\n");
        assertThat(message.html()).isEmpty();
        assertThat(message.defects()).isEmpty();
    }

    @Test
    void anEmptyMessageHasNoFieldsAndNoFiles() {
        ParsedMessage message = Reading.of("").message;

        assertThat(message.header().size()).isZero();
        assertThat(message.parts()).hasSize(1);
        assertThat(message.files()).isEmpty();
        assertThat(message.defects()).extracting(Defect::code).contains(DefectCode.EMPTY_MESSAGE);
    }

    @Test
    void anAlternativeGivesOneTextAndOneHtml() {
        Reading reading = Reading.of(
                "Content-Type: multipart/alternative; boundary=b\n\n"
                        + "--b\n\nplain\n--b\nContent-Type: text/html\n\n<p>html</p>\n--b\nContent-Type: text/calendar\n\nBEGIN\n--b--\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("plain");
        assertThat(reading.message.html().orElseThrow().text()).isEqualTo("<p>html</p>");
        assertThat(roles(reading))
                .containsExactly(PartRole.CONTAINER, PartRole.TEXT_BODY, PartRole.HTML_BODY, PartRole.ATTACHMENT);
        assertThat(reading.fileText(3)).isEqualTo("BEGIN");
    }

    @Test
    void textWithAFileNameOrAnAttachmentDispositionIsAFile() {
        Reading reading = Reading.of(MIXED + "--b\n\nbody\n--b\nContent-Type: text/plain; name=a.txt\n\none\n"
                + "--b\nContent-Disposition: attachment\n\ntwo\n--b--\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("body");
        assertThat(roles(reading))
                .containsExactly(PartRole.CONTAINER, PartRole.TEXT_BODY, PartRole.ATTACHMENT, PartRole.ATTACHMENT);
        assertThat(reading.message.parts().get(2).fileName()).contains("a.txt");
        assertThat(reading.fileText(3)).isEqualTo("two");
    }

    @Test
    void severalTextsAreJoinedInOrderAndTheLaterOnesAreFilesToo() {
        Reading reading = Reading.of(MIXED + "--b\n\none\n--b\nContent-Type: image/png\n\nPNG\n--b\n\ntwo\n--b--\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("one\ntwo");
        assertThat(reading.message.files()).extracting(MimePart::index).containsExactly(2, 3);
        assertThat(reading.fileText(3)).isEqualTo("two");
    }

    @Test
    void imagesOfRelatedHtmlAreInline() {
        Reading reading = Reading.of("Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
                + "<img src=cid:i@x>\n--b\nContent-Type: image/png\nContent-ID: <i@x>\n\nPNG\n--b--\n");

        assertThat(roles(reading)).containsExactly(PartRole.CONTAINER, PartRole.HTML_BODY, PartRole.INLINE_IMAGE);
        assertThat(reading.message.parts().get(2).contentId()).contains("i@x");
        assertThat(reading.fileText(2)).isEqualTo("PNG");
    }

    @Test
    void aBoundaryThatStartsLikeAnotherIsNotTakenForIt() {
        Reading reading = Reading.of("Content-Type: multipart/mixed; boundary=nest-1\n\n"
                + "--nest-1\nContent-Type: multipart/mixed; boundary=nest-17\n\n--nest-17\n\ninner\n--nest-17--\n"
                + "--nest-1\n\nouter\n--nest-1--\n");

        assertThat(reading.message.parts()).extracting(MimePart::depth).containsExactly(0, 1, 2, 1);
        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("inner\nouter");
    }

    @Test
    void aBoundaryInTheMiddleOfALineIsText() {
        Reading reading = Reading.of(MIXED + "--b\n\nnot --b here\n --b\n--bx\n--b--\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("not --b here\n --b\n--bx");
    }

    @Test
    void anInnerMultipartWithoutItsDelimiterEndsWhereTheOuterGoesOn() {
        Reading reading = Reading.of(MIXED + "--b\nContent-Type: multipart/alternative; boundary=c\n\nlost\n"
                + "--b\nContent-Type: image/gif\n\nGIF\n--b--\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("lost");
        assertThat(reading.fileText(3)).isEqualTo("GIF");
        assertThat(codes(reading)).contains(DefectCode.NO_DELIMITER);
    }

    @Test
    void aMultipartWithoutADelimiterIsOneText() {
        Reading reading = Reading.of(MIXED + "just text\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("just text\n");
        assertThat(codes(reading)).containsExactly(DefectCode.NO_DELIMITER);
        assertThat(reading.message.ambiguous()).isTrue();
    }

    @Test
    void theTextOfAMultipartThatIsClosedBeforeItsFirstPartEndsThere() {
        Reading reading = Reading.of(MIXED + "just text\n--b--\nepilogue\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("just text");
        assertThat(reading.message.parts().get(1).bodyEnd()).isEqualTo(MIXED.length() + "just text".length());
        assertThat(codes(reading)).containsExactly(DefectCode.NO_DELIMITER, DefectCode.TEXT_IN_EPILOGUE);
    }

    @Test
    void aMissingBoundaryIsTakenFromTheFirstDelimiter() {
        Reading reading =
                Reading.of("Content-Type: multipart/mixed\n\n--guess\nContent-Type: text/plain\n\nfound\n--guess--\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("found");
        assertThat(codes(reading)).contains(DefectCode.MISSING_BOUNDARY);
    }

    @Test
    void aMessageThatIsCutShortKeepsWhatIsThere() {
        Reading reading =
                Reading.of(MIXED + "--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nQUJD");

        assertThat(reading.fileText(1)).isEqualTo("ABC");
        assertThat(codes(reading)).contains(DefectCode.MISSING_CLOSE_DELIMITER);
    }

    @Test
    void aPartWhoseHeaderRunsIntoTheNextDelimiterHidesNothing() {
        Reading reading = Reading.of(MIXED + "--b\nContent-Type: image/gif\n--b\n\nsecond\n--b--\n");

        assertThat(roles(reading)).containsExactly(PartRole.CONTAINER, PartRole.ATTACHMENT, PartRole.TEXT_BODY);
        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("second");
        assertThat(codes(reading)).contains(DefectCode.MISSING_BLANK_LINE);
    }

    @Test
    void aPartBehindTheCloseDelimiterIsStillRead() {
        Reading reading = Reading.of(MIXED + "--b\n\none\n--b--\n--b\nContent-Type: image/gif\n\nGIF\n--b--\n");

        assertThat(reading.fileText(2)).isEqualTo("GIF");
        assertThat(codes(reading)).contains(DefectCode.TEXT_IN_EPILOGUE);
    }

    @Test
    void aMailboxLineAByteOrderMarkAndABlankBeforeTheColonDoNotHideTheHeader() {
        assertThat(Reading.of("From a@b Sat Jan  1 00:00:00 2000\nSubject: x\n\n")
                        .message
                        .subject())
                .isEqualTo("x");
        assertThat(Reading.of("\u00ef\u00bb\u00bfSubject: x\n\n").message.subject())
                .isEqualTo("x");
        assertThat(Reading.of("Subject : x\n\n").message.subject()).isEqualTo("x");
        assertThat(Reading.of("\n\nSubject: x\n\nbody").message.subject()).isEqualTo("x");
        assertThat(Reading.of("\n" + " ".repeat(255) + "\nSubject: x\n\nbody")
                        .message
                        .subject())
                .as("as a web mailer shows the original")
                .isEqualTo("x");
    }

    @Test
    void aDamagedHeaderLineDoesNotEndTheHeader() {
        Reading reading = Reading.of("Subject: x\nthis is no field\nTo: a@b.c\n\nbody");

        assertThat(reading.message.to()).hasSize(1);
        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("body");
        assertThat(codes(reading)).containsExactly(DefectCode.MALFORMED_FIELD);
    }

    @Test
    void aFirstFieldWithBlanksInFrontOfItCounts() {
        Reading reading = Reading.of(" From: a@b.c\nSubject: x\n\nbody");

        assertThat(reading.message.from()).hasSize(1);
        assertThat(reading.message.subject()).isEqualTo("x");
        assertThat(codes(reading)).containsExactly(DefectCode.MALFORMED_FIELD);
    }

    @Test
    void aBodyWithoutABlankLineBeforeItIsNotLost() {
        Reading reading = Reading.of("Subject: x\nHello there,\nsecond line\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("Hello there,\nsecond line\n");
        assertThat(codes(reading)).containsExactly(DefectCode.MISSING_BLANK_LINE);
    }

    @Test
    void linesThatEndInACarriageReturnAloneAreRead() {
        Reading reading =
                Reading.of((MIXED + "--b\n\none\n--b\nContent-Type: image/gif\n\nGIF\n--b--\n").replace('\n', '\r'));

        assertThat(reading.message.subject()).isEqualTo("x");
        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("one");
        assertThat(reading.fileText(2)).isEqualTo("GIF");
        assertThat(codes(reading)).contains(DefectCode.BARE_CR);
    }

    @Test
    void theFirstOfTwoSubjectsCounts() {
        Reading reading = Reading.of("Subject: one\nSubject: two\n\n");

        assertThat(reading.message.subject()).isEqualTo("one");
        assertThat(codes(reading)).contains(DefectCode.DUPLICATE_FIELD);
        assertThat(reading.message.header().all("SUBJECT"))
                .extracting(Field::text)
                .containsExactly("one", "two");
    }

    @Test
    void fieldsKeepTheirBytesAndTheirPlace() {
        byte[] raw = "A: 1\r\nSubject: x\r\n y\r\nB: \u00e4\r\n\r\nbody".getBytes(StandardCharsets.ISO_8859_1);

        Header header = Reading.of(raw).message.header();

        Field subject = header.first("subject").orElseThrow();
        assertThat(subject.offset()).isEqualTo(6);
        assertThat(new String(subject.raw(), StandardCharsets.ISO_8859_1)).isEqualTo("Subject: x\r\n y\r\n");
        assertThat(new String(subject.rawValue(), StandardCharsets.ISO_8859_1)).isEqualTo(" x\r\n y");
        assertThat(header.first("b").orElseThrow().raw()[3]).isEqualTo((byte) 0xe4);
        assertThat(new String(header.raw(), StandardCharsets.ISO_8859_1))
                .isEqualTo("A: 1\r\nSubject: x\r\n y\r\nB: \u00e4\r\n");
    }

    @Test
    void anEmbeddedMessageGivesItsFieldsAndItsText() {
        Reading reading = Reading.of(
                MIXED + "--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\nSubject: inner\n\ninner text\n--b--\n");

        assertThat(reading.message.embedded()).singleElement().satisfies(inner -> {
            assertThat(inner.fields().subject()).isEqualTo("inner");
            assertThat(inner.text().orElseThrow().text()).isEqualTo("inner text");
            assertThat(inner.part()).isEqualTo(2);
        });
        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("see below");
    }

    @Test
    void anEmbeddedMessageIsGivenByteForByteWhenItIsNotParsed() {
        String inner = "Subject: inner\r\nX: \u00e4\r\n\r\n--c\r\ntext \r\n";
        Reading reading = Reading.of(
                (MIXED + "--b\nContent-Type: message/rfc822\n\n" + inner + "\n--b--\n")
                        .getBytes(StandardCharsets.ISO_8859_1),
                ReadOptions.DEFAULT.withParseEmbedded(false));

        assertThat(reading.fileText(1)).isEqualTo(inner);
        assertThat(reading.message.parts()).hasSize(2);
        assertThat(roles(reading)).containsExactly(PartRole.CONTAINER, PartRole.EMBEDDED_MESSAGE);
    }

    @Test
    void anEmbeddedMessageInBase64IsRead() {
        String inner = Base64.getMimeEncoder()
                .encodeToString("Subject: deep\n\nhidden text".getBytes(StandardCharsets.US_ASCII));
        Reading reading = Reading.of(MIXED + "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
                + inner + "\n--b\n\nafter\n--b--\n");

        assertThat(reading.message.embedded()).singleElement().satisfies(embedded -> {
            assertThat(embedded.fields().subject()).isEqualTo("deep");
            assertThat(embedded.text().orElseThrow().text()).isEqualTo("hidden text");
        });
        assertThat(reading.message.parts().get(2).isInsideEncoded()).isTrue();
        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("after");
    }

    @Test
    void aMultipartInBase64IsReadAndOneThatOnlyClaimsToBeIsReadAsItIs() {
        String parts = "--c\n\ndecoded\n--c\nContent-Type: image/gif\n\nGIF\n--c--\n";
        String claim = "Content-Type: multipart/mixed; boundary=c\nContent-Transfer-Encoding: base64\n\n";

        Reading encoded =
                Reading.of(claim + Base64.getMimeEncoder().encodeToString(parts.getBytes(StandardCharsets.US_ASCII)));
        Reading claimed = Reading.of(claim + parts);

        assertThat(encoded.message.text().orElseThrow().text()).isEqualTo("decoded");
        assertThat(encoded.fileText(2)).isEqualTo("GIF");
        assertThat(claimed.message.text().orElseThrow().text()).isEqualTo("decoded");
        assertThat(codes(encoded)).contains(DefectCode.ENCODED_MULTIPART);
    }

    @Test
    void aPartOfADigestIsAMessageUnlessItSaysOtherwise() {
        Reading reading = Reading.of(
                "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\nfirst\n--b\n\nSubject: two\n\nsecond\n--b--\n");

        assertThat(reading.message.embedded())
                .extracting(inner -> inner.fields().subject())
                .containsExactly("one", "two");
    }

    @Test
    void aReportKnowsTheMessageThatCameBackWithIt() {
        String report = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry\n"
                + "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
                + "Final-Recipient: rfc822; a@b\nAction: failed\nStatus: 5.1.1\n--b\nContent-Type: ";
        String returned = "\n\nSubject: x\nMessage-ID:\n <a@b>\n\nMessage-ID: <no>\n--b--\n";

        for (String type : new String[] {"message/rfc822", "text/rfc822-headers", "message/global-headers"}) {
            Reading reading = Reading.of(report + type + returned);
            assertThat(reading.message.deliveryStatus().orElseThrow().returnedMessageId())
                    .as(type)
                    .isEqualTo("<a@b>");
            assertThat(reading.message.embedded().get(0).fields().subject()).isEqualTo("x");
        }
        Reading unread = Reading.of(
                (report + "message/rfc822" + returned).getBytes(StandardCharsets.US_ASCII),
                ReadOptions.DEFAULT.withParseEmbedded(false));
        assertThat(unread.message.deliveryStatus().orElseThrow().returnedMessageId())
                .isEqualTo("<a@b>");
    }

    @Test
    void aReadReceiptIsReadBesideTheDeliveryReport() {
        Reading reading =
                Reading.of("Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n"
                        + "--b\n\nRead.\n--b\nContent-Type: message/disposition-notification\n\n"
                        + "Final-Recipient: rfc822; a@b\nOriginal-Message-ID: <1@b>\n"
                        + "Disposition: manual-action/MDN-sent-manually; displayed\n--b--\n");

        assertThat(reading.message.dispositionNotification()).hasValueSatisfying(receipt -> {
            assertThat(receipt.finalRecipient()).isEqualTo("a@b");
            assertThat(receipt.originalMessageId()).isEqualTo("<1@b>");
            assertThat(receipt.isDisplayed()).isTrue();
        });
        assertThat(reading.message.deliveryStatus()).isEmpty();
        assertThat(roles(reading))
                .containsExactly(PartRole.CONTAINER, PartRole.TEXT_BODY, PartRole.DISPOSITION_NOTIFICATION);
        assertThat(reading.message.files()).hasSize(1);
    }

    @Test
    void aMessageOfRfc6532IsAMessageLikeAnyOther() {
        Reading reading = Reading.of("Content-Type: message/global\n\nSubject: Gr\u00c3\u00bc\u00c3\u009fe\n\ninner");

        assertThat(reading.message.embedded().get(0).fields().subject()).isEqualTo("Gr\u00fc\u00dfe");
        assertThat(reading.message.embedded().get(0).text().orElseThrow().text())
                .isEqualTo("inner");
    }

    @Test
    void aFragmentOfAMessageAndContentElsewhereAreFilesAndNothingIsFetched() {
        Reading reading =
                Reading.of(MIXED + "--b\nContent-Type: message/partial; id=x; number=2; total=3\n\nSubject: no\n\n"
                        + "fragment\n--b\nContent-Type: message/external-body; access-type=URL; URL=\"http://x.invalid/\"\n\n"
                        + "Content-Type: image/gif\n\n--b--\n");

        assertThat(roles(reading)).containsExactly(PartRole.CONTAINER, PartRole.ATTACHMENT, PartRole.ATTACHMENT);
        assertThat(reading.fileText(1)).isEqualTo("Subject: no\n\nfragment");
        assertThat(codes(reading)).containsExactly(DefectCode.PARTIAL_MESSAGE, DefectCode.EXTERNAL_BODY);
    }

    @Test
    void bothForksOfAMacintoshFileAreFiles() {
        Reading reading = Reading.of(MIXED + "--b\n\nhere\n--b\nContent-Type: multipart/appledouble; boundary=c\n\n"
                + "--c\nContent-Type: application/applefile; name=a.jpg\n\nFORK\n"
                + "--c\nContent-Type: image/jpeg; name=a.jpg\n\nJPEG\n--c--\n--b--\n");

        assertThat(roles(reading))
                .containsExactly(
                        PartRole.CONTAINER,
                        PartRole.TEXT_BODY,
                        PartRole.CONTAINER,
                        PartRole.ATTACHMENT,
                        PartRole.ATTACHMENT);
        assertThat(reading.fileText(3)).isEqualTo("FORK");
        assertThat(reading.fileText(4)).isEqualTo("JPEG");
    }

    @Test
    void theTextOfASignedMessageIsTheBodyAndTheSignatureAFile() {
        Reading reading = Reading.of(
                "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\n\n"
                        + "--b\n\nsigned\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nSIG\n--b--\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("signed");
        assertThat(reading.message.attachments())
                .extracting(MimePart::displayName)
                .containsExactly("smime.p7s");
    }

    @Test
    void anInvitationIsAFileNamedAfterItsType() {
        Reading reading = Reading.of("Content-Type: multipart/alternative; boundary=b\n\n--b\n\nCome\n"
                + "--b\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\n--b--\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("Come");
        assertThat(reading.message.attachments())
                .extracting(MimePart::displayName)
                .containsExactly("text-calendar.ics");
        assertThat(Reading.of("Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n")
                        .fileText(0))
                .isEqualTo("BEGIN:VCALENDAR\n");
    }

    @Test
    void aPartOfADigestThatDeclaresATypeIsNoMessage() {
        Reading reading =
                Reading.of("Content-Type: multipart/digest; boundary=b\n\n--b\nContent-Type: text/plain\n\nhello\n"
                        + "--b\nSubject: part\n\nSubject: inner\n\nfirst\n--b--\n");

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("hello");
        assertThat(reading.message.embedded().get(0).fields().subject()).isEqualTo("inner");
    }

    @Test
    void aFlowedTextIsThereAsSentAndReflowed() {
        Reading reading = Reading.of(
                "Content-Type: text/plain; format=flowed\n\nOne \nline.\n> quoted \n> too\n From\n-- \nAl\n");

        TextBody text = reading.message.text().orElseThrow();
        assertThat(text.text()).startsWith("One \nline.\n");
        assertThat(text.reflowed()).isEqualTo("One line.\n> quoted too\nFrom\n-- \nAl\n");
    }

    @Test
    void whatLiesDeeperThanTheLimitIsOneOpaquePart() {
        MimeLimits limits = MimeLimits.DEFAULT.with().depth(2).build();
        String deep = MIXED + "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n"
                + "Content-Type: multipart/mixed; boundary=d\n\n--d\n\nx\n--d--\n--c--\n--b\n\nlast\n--b--\n";

        Reading reading = Reading.of(deep.getBytes(StandardCharsets.US_ASCII), limits);

        assertThat(roles(reading))
                .containsExactly(PartRole.CONTAINER, PartRole.CONTAINER, PartRole.OPAQUE, PartRole.TEXT_BODY);
        assertThat(reading.fileText(2)).isEqualTo("--d\n\nx\n--d--");
        assertThat(codes(reading)).contains(DefectCode.TOO_DEEP);
    }

    @Test
    void whatIsBehindTheLastPartOfTheLimitIsOneOpaquePart() {
        MimeLimits limits = MimeLimits.DEFAULT.with().parts(3).build();
        String many = MIXED + "--b\n\none\n--b\n\ntwo\n--b\n\nthree\n--b\n\nfour\n--b--\n";

        Reading reading = Reading.of(many.getBytes(StandardCharsets.US_ASCII), limits);

        assertThat(roles(reading)).endsWith(PartRole.OPAQUE);
        assertThat(reading.fileText(3)).isEqualTo("\nthree\n--b\n\nfour\n--b--\n");
    }

    @Test
    void whatIsBehindTheLimitOnTheMessageIsOneOpaquePart() {
        MimeLimits limits = MimeLimits.DEFAULT.with().messageBytes(16).build();

        Reading reading = Reading.of("Subject: x\n\ntext and more".getBytes(StandardCharsets.US_ASCII), limits);

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("text");
        assertThat(reading.fileText(1)).isEqualTo(" and more");
        assertThat(codes(reading)).contains(DefectCode.MESSAGE_TOO_LARGE);
    }

    @Test
    void aBodyTooLongForMemoryIsCutThereAndWholeOnDisk() {
        Reading reading = Reading.of(
                "Subject: x\n\n0123456789".getBytes(StandardCharsets.US_ASCII),
                ReadOptions.DEFAULT.withTextInMemory(4));

        assertThat(reading.message.text().orElseThrow().text()).isEqualTo("0123");
        assertThat(reading.message.text().orElseThrow().isTruncated()).isTrue();
        assertThat(reading.fileText(0)).isEqualTo("0123456789");
    }

    @Test
    void attachmentsThatNobodyWantsAreDescribedButNotWritten() {
        Reading reading = Reading.of(
                (MIXED + "--b\n\nbody\n--b\nContent-Type: image/gif; name=a.gif\n\nGIF\n--b--\n")
                        .getBytes(StandardCharsets.US_ASCII),
                ReadOptions.DEFAULT.withReturnAttachments(false));

        assertThat(reading.message.files()).isEmpty();
        assertThat(reading.message.attachments()).singleElement().satisfies(part -> {
            assertThat(part.displayName()).isEqualTo("a.gif");
            assertThat(part.decodedSize()).isEqualTo(3);
        });
    }

    @Test
    void theOriginalTextIsTheHeaderAndTheShownPlainTextInUtf8() {
        Reading reading = Reading.of(
                "Subject: \u00e4\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-1\n\nGr\u00fc\u00dfe\n"
                        + "--b\nContent-Type: text/html\n\n<p>\n--b\nContent-Type: text/plain; name=a.txt\n\nfile\n--b\nContent-Type: text/plain; name=b.txt\nContent-Disposition: inline\n\nno\n--b--\n");

        assertThat(new String(reading.sink.originalText(), StandardCharsets.UTF_8))
                .isEqualTo("Subject: \u00e4\nContent-Type: multipart/mixed; boundary=b\n\nGr\u00fc\u00dfe\nfile");
    }

    @Test
    void theOffsetsOfPartsPointIntoTheRawMessage() {
        String raw = MIXED + "--b\nContent-Type: image/gif\n\nGIF\n--b--\n";

        MimePart part = Reading.of(raw).message.parts().get(1);

        assertThat(raw.substring((int) part.headerStart())).startsWith("Content-Type: image/gif");
        assertThat(raw.substring((int) part.bodyStart(), (int) part.bodyEnd())).isEqualTo("GIF");
    }

    @Test
    void oneReaderReadsManyMessagesWithoutMixingThem(@TempDir Path directory) throws IOException {
        MessageReader reader = new MessageReader(MimeLimits.DEFAULT, ReadOptions.DEFAULT);
        List<String> subjects = new ArrayList<>();

        for (int i = 0; i < 3; i++) {
            Path file = Files.writeString(
                    directory.resolve(i + ".eml"), "Subject: " + i + "\n\n" + "x".repeat(100_000 * i));
            ParsedMessage message = reader.read(file, PartSink.into(directory));
            subjects.add(message.subject() + ":"
                    + message.text().orElseThrow().text().length());
        }

        assertThat(subjects).containsExactly("0:0", "1:100000", "2:200000");
    }

    @Test
    void aFileOfThatNameIsNeverOverwritten(@TempDir Path directory) throws IOException {
        Path mail = Files.writeString(directory.resolve("a.eml"), "Content-Type: image/gif\n\nGIF");
        Files.writeString(directory.resolve("part-0.dat"), "mine");

        assertThatThrownBy(() ->
                        ParsedMessage.read(mail, MimeLimits.DEFAULT, ReadOptions.DEFAULT, PartSink.into(directory)))
                .isInstanceOf(IOException.class);
        assertThat(directory.resolve("part-0.dat")).hasContent("mine");
    }

    @Test
    void everyOutputIsClosedWhenTheSinkFails() {
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

                @Override
                public Optional<Path> location() {
                    return Optional.empty();
                }
            };
        };
        InputStream mail =
                new java.io.ByteArrayInputStream("Content-Type: image/gif\n\nGIF".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> new MessageReader(MimeLimits.DEFAULT, ReadOptions.DEFAULT).read(mail, failing))
                .hasMessage("disk full");
        assertThat(open[0]).isZero();
    }

    @Test
    void nestedPartsReadTheSameAtEveryOffsetOfASmallWindow() {
        StringBuilder mail = new StringBuilder("Content-Type: multipart/mixed; boundary=nest-1\n\n");
        for (int i = 1; i < 8; i++) {
            mail.append("--nest-")
                    .append(i)
                    .append("\n\npart ")
                    .append(i)
                    .append("\n\n--nest-")
                    .append(i)
                    .append("\nContent-Type: multipart/mixed; boundary=nest-")
                    .append(i + 1)
                    .append("\n\n");
        }
        mail.append("--nest-8\nContent-Transfer-Encoding: quoted-printable\n\nlast =\nline=20\n--nest-8--\n");
        for (int i = 7; i > 0; i--) {
            mail.append("--nest-").append(i).append("--\n");
        }
        MimeLimits limits = MimeLimits.DEFAULT;
        String expected = Reading.of(mail.toString()).summary();

        for (int shift = 0; shift < 300; shift++) {
            byte[] shifted = ("X: " + "x".repeat(shift) + "\n" + mail).getBytes(StandardCharsets.US_ASCII);
            Reading small = Reading.of(shifted, limits, ReadOptions.DEFAULT, 300, 97);
            String summary =
                    small.summary().replaceFirst("fields 2", "fields 1").replaceFirst("original -?\\d+", "");
            assertThat(summary).isEqualTo(expected.replaceFirst("original -?\\d+", ""));
        }
    }

    @Test
    void randomBytesNeverThrow() {
        Random random = new Random(7);
        String[] pieces = {
            "--b",
            "\n",
            "\r\n",
            "Content-Type: ",
            "multipart/mixed; boundary=b",
            "message/rfc822",
            "=?UTF-8?Q?=C3?=",
            ":",
            "--",
            "base64",
            "Content-Transfer-Encoding: ",
            "quoted-printable",
            "=",
            "QUJD",
            "\u0000",
            "\u00e4",
            " ",
            "\r",
            "text/html",
            "begin 644 a\n",
            "; name*0=\"x"
        };

        for (int i = 0; i < 3_000; i++) {
            StringBuilder mail = new StringBuilder();
            for (int k = random.nextInt(60); k >= 0; k--) {
                mail.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = mail.toString().getBytes(StandardCharsets.ISO_8859_1);
            String whole = Reading.of(bytes).summary();
            assertThat(Reading.of(bytes, MimeLimits.DEFAULT, ReadOptions.DEFAULT, 16, 1)
                            .summary())
                    .as("%s", mail)
                    .isEqualTo(whole);
        }
    }

    private static List<PartRole> roles(Reading reading) {
        return reading.message.parts().stream().map(MimePart::role).toList();
    }

    private static List<DefectCode> codes(Reading reading) {
        return reading.message.defects().stream().map(Defect::code).toList();
    }
}
