package io.mailroom.smtp.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.smtp.Content;
import io.mailroom.smtp.InvalidMessageException;
import io.mailroom.smtp.OutboundAttachment;
import io.mailroom.smtp.OutboundMessage;
import io.mailroom.smtp.OutboundMessageBuilder;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageComposerTest {
    private static OutboundMessageBuilder message() {
        return OutboundMessage.builder().to("ann@example.org");
    }

    @Test
    void theHeaderSaysWhatWasGiven() throws Exception {
        String header = Composing.header(message()
                .cc("Bob <bob@example.org>")
                .replyTo("desk@example.com")
                .subject("Monthly report")
                .messageId("<1@example.com>")
                .inReplyTo("<0@example.com>")
                .references("<x@example.com>", "<0@example.com>")
                .priority(1)
                .header("X-Report", "42")
                .autoSubmitted("auto-generated")
                .text("Hello")
                .build());

        assertThat(header.split("\r\n"))
                .contains(
                        "Date: Sun, 1 Mar 2026 09:30:00 +0000",
                        "From: Help Desk <help@example.com>",
                        "Reply-To: desk@example.com",
                        "To: ann@example.org",
                        "Cc: Bob <bob@example.org>",
                        "Subject: Monthly report",
                        "Message-ID: <1@example.com>",
                        "In-Reply-To: <0@example.com>",
                        "X-Priority: 1",
                        "Importance: High",
                        "X-Report: 42",
                        "Auto-Submitted: auto-generated",
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=UTF-8",
                        "Content-Transfer-Encoding: 7bit");
        assertThat(header).contains("References: <x@example.com>\r\n <0@example.com>");
    }

    /** faults.md C-17. */
    @Test
    void c17BlindCopiesAreInNoHeaderField() throws Exception {
        OutboundMessage message = message().bcc("secret@example.org").text("x").build();

        assertThat(Composing.raw(message)).doesNotContainIgnoringCase("bcc").doesNotContain("secret");
        assertThat(message.recipients()).contains("secret@example.org");
    }

    @Test
    void c17AReadyMessageLosesItsBcc() throws Exception {
        OutboundMessage message = message()
                .ready(Content.text(
                        "From x@y Mon\nBCC: secret@example.org,\n\tother@example.org\nSubject: a\n\nbcc: body\n"))
                .build();

        assertThat(Composing.raw(message))
                .doesNotContain("secret")
                .doesNotContain("other@")
                .contains("Subject: a\r\n")
                .endsWith("\r\n\r\nbcc: body\r\n");
    }

    @Test
    void aReadyMessageGetsWhatItLacksAndKeepsWhatItHas() throws Exception {
        String bare = Composing.raw(
                message().ready(Content.text("Subject: a\r\n\r\nx")).build());
        String full = Composing.raw(message()
                .ready(Content.text("Message-ID:\r\n <7@example.org>\r\nDate: x\r\nFrom: y@example.org\r\n\r\nx"))
                .build());

        assertThat(bare).contains("\r\nDate: Sun, 1 Mar 2026", "\r\nFrom: Help Desk <", "\r\nMessage-ID: <");
        assertThat(full).isEqualTo("Message-ID:\r\n <7@example.org>\r\nDate: x\r\nFrom: y@example.org\r\n\r\nx\r\n");
    }

    /** faults.md C-02: these characters are letters to people; they travel encoded, and no byte of them is a line end. */
    @Test
    void c02LowByteTwinsOfLineEndsTravelEncoded() throws Exception {
        StringBuilder twins = new StringBuilder();
        for (int high = 1; high < 256; high++) {
            for (int low : new int[] {'\r', '\n'}) {
                char c = (char) (high << 8 | low);
                if (!Character.isSurrogate(c)) {
                    twins.append(c);
                }
            }
        }
        String all = twins.toString();
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, Charset.forName("ISO-2022-JP")}) {
            OutboundMessage message = message()
                    .to("\"" + all + "\" <b@example.org>")
                    .subject(all)
                    .header("X-Twins", all)
                    .charset(charset)
                    .text(all)
                    .attach(OutboundAttachment.named(all.substring(0, 200), Content.text("x")))
                    .build();

            assertThat(Composing.header(message).chars()).allMatch(c -> c == '\r' || c == '\n' || c >= ' ' && c < 127);
            MimeMessage read = Composing.read(message);
            assertThat(read.getSubject()).isEqualTo(all);
            assertThat(read.getAllRecipients()).hasSize(2);
            MimeMultipart mixed = (MimeMultipart) read.getContent();
            assertThat(mixed.getBodyPart(0).getContent().toString().strip()).isEqualTo(all);
            MimeBodyPart part = (MimeBodyPart) mixed.getBodyPart(1);
            assertThat(part.getDisposition()).isEqualTo("attachment");
            assertThat(part.getFileName()).isEqualTo(all.substring(0, 200));
        }
    }

    @Test
    void anAddressOutsideAsciiStandsInTheHeaderAsUtf8() throws Exception {
        OutboundMessage message = OutboundMessage.builder()
                .to("\u010d\u760a@example.org")
                .text("x")
                .build();
        byte[] bytes = Composing.bytes(message);

        assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("To: \u010d\u760a@example.org\r\n");
    }

    /** faults.md C-05. */
    @Test
    void c05EveryLineEndIsCrLfWhateverTheBodyHolds() throws Exception {
        String[] tricks = {
            "\n", "\r", "\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r", "\r.\n", "\r\r\n", "\n\r", ".", "\r\n.\r\n"
        };
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            StringBuilder body = new StringBuilder("Subject: x\n\n");
            for (int n = 0; n < 12; n++) {
                body.append(tricks[random.nextInt(tricks.length)]).append("ab".substring(random.nextInt(3)));
            }
            String ready =
                    Composing.raw(message().ready(Content.text(body.toString())).build());
            String text = Composing.raw(message().text(body.toString()).build());
            String attached = Composing.raw(message()
                    .text("x")
                    .attach(new OutboundAttachment("a.eml", "message/rfc822", Content.text(body.toString()), null))
                    .build());

            for (String raw : new String[] {ready, text, attached}) {
                assertThat(raw.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
                assertThat(raw).endsWith("\r\n");
            }
        }
    }

    @Test
    void c05ContentWithNulsAndLoneCarriageReturnsArrivesUnchanged() throws Exception {
        byte[] odd = "a\rb\nc\0d\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);

        MimeMessage read = Composing.read(message()
                .text("a\0b")
                .attach(OutboundAttachment.named("odd.bin", Content.bytes(odd)))
                .build());
        MimeMultipart mixed = (MimeMultipart) read.getContent();

        assertThat(((MimeBodyPart) mixed.getBodyPart(0)).getEncoding()).isEqualTo("base64");
        assertThat(mixed.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(odd);
    }

    @Test
    void c05AReadyMessageWithANulIsRefused() {
        OutboundMessage message =
                message().ready(Content.text("Subject: a\n\nx\0y")).build();

        assertThatThrownBy(() -> Composing.bytes(message))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("NUL");
    }

    /** faults.md C-08. */
    @Test
    void c08NoLineIsEverLongerThan998Octets() throws Exception {
        String run = "x".repeat(5_000);
        String raw = Composing.raw(message()
                .subject(run)
                .header("X-Long", run + " " + run)
                .to("\"" + run + "\" <b@example.org>")
                .text("short\n" + run)
                .html("<p>" + run)
                .attach(OutboundAttachment.named("y".repeat(255), Content.bytes(new byte[3_000])))
                .build());

        assertThat(raw.split("\r\n")).allMatch(line -> line.length() <= 998);
        OutboundMessage ready =
                message().ready(Content.text("Subject: a\n\n" + run)).build();
        assertThatThrownBy(() -> Composing.bytes(ready)).hasMessageContaining("has a line of 5000 octets");
    }

    @Test
    void aHundredAddressesFoldAndReadBack() throws Exception {
        OutboundMessageBuilder builder = OutboundMessage.builder().text("x");
        for (int i = 0; i < 100; i++) {
            builder.to("Person Nümber " + i + " <person" + i + "@example.org>");
        }

        MimeMessage read = Composing.read(builder.build());

        assertThat(read.getAllRecipients()).hasSize(100);
        assertThat(read.getAllRecipients()[99].toString()).contains("person99@example.org");
    }

    @Test
    void textAndHtmlWithImagesAndFilesNestAsReadersExpect() throws Exception {
        MimeMessage read = Composing.read(message()
                .text("Grüße")
                .html("<p>Grüße <img src=\"cid:logo@example.com\">")
                .attach(OutboundAttachment.inline(
                        "logo@example.com", "logo.png", "image/png", Content.bytes(new byte[] {1, 2})))
                .attach(OutboundAttachment.named("Übersicht 2026 – März.pdf", Content.bytes(new byte[] {3})))
                .build());

        MimeMultipart mixed = (MimeMultipart) read.getContent();
        MimeMultipart alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
        MimeMultipart related = (MimeMultipart) alternative.getBodyPart(1).getContent();
        assertThat(mixed.getContentType()).startsWith("multipart/mixed");
        assertThat(alternative.getBodyPart(0).getContent()).isEqualTo("Grüße\r\n");
        assertThat(related.getBodyPart(0).getContent().toString()).startsWith("<p>Grüße");
        assertThat(((MimeBodyPart) related.getBodyPart(1)).getContentID()).isEqualTo("<logo@example.com>");
        assertThat(mixed.getBodyPart(1).getFileName()).isEqualTo("Übersicht 2026 – März.pdf");
        assertThat(mixed.getBodyPart(1).getContentType()).startsWith("application/pdf");
    }

    @Test
    void htmlAloneGetsATextPartWhenTheProfileAsksForIt() throws Exception {
        ComposeOptions base = Composing.OPTIONS;
        ComposeOptions options = new ComposeOptions(
                base.from(),
                base.replyTo(),
                base.charset(),
                html -> "made from " + html.length(),
                base.mostBytes(),
                base.clock());

        String raw =
                new String(Composing.bytes(message().html("<b>x</b>").build(), options), StandardCharsets.ISO_8859_1);

        assertThat(raw).contains("multipart/alternative", "made from 8");
    }

    @Test
    void aCharsetThatLacksACharacterGivesWayToUtf8() throws Exception {
        String latin = Composing.raw(message()
                .charset(StandardCharsets.ISO_8859_1)
                .text("Viele herzliche Grüße aus dem Süden")
                .build());
        String greek = Composing.raw(
                message().charset(StandardCharsets.ISO_8859_1).text("Γειά").build());

        assertThat(latin).contains("charset=ISO-8859-1", "Gr=FC=DFe");
        assertThat(greek).contains("charset=UTF-8", "base64");
    }

    @Test
    void aMessageThatGrowsTooLargeIsRefusedWhileItIsWritten() {
        ComposeOptions base = Composing.OPTIONS;
        ComposeOptions options =
                new ComposeOptions(base.from(), base.replyTo(), base.charset(), null, 10_000, base.clock());
        OutboundMessage message =
                message().text("x".repeat(900).concat("\n").repeat(20)).build();

        assertThatThrownBy(() -> Composing.bytes(message, options))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("Max Sent Message Size");
    }
}
