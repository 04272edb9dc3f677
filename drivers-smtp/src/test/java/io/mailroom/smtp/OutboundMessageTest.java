package io.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.event.EventFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OutboundMessageTest {
    private static final Map<String, Consumer<String>> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put("From", v -> message().from("a" + v + "@example.com"));
        FIELDS.put("name in From", v -> message().from("A" + v + "B <a@example.com>"));
        FIELDS.put("envelope sender", v -> message().envelopeSender("a" + v + "b@example.com"));
        FIELDS.put("Reply-To", v -> message().replyTo("a" + v + "b@example.com"));
        FIELDS.put("To", v -> message().to("a" + v + "b@example.com"));
        FIELDS.put("domain of To", v -> message().to("a@exa" + v + "mple.com"));
        FIELDS.put("quoted local part", v -> message().to("\"a" + v + "b\"@example.com"));
        FIELDS.put("name in To", v -> message().to("\"A" + v + "B\" <a@example.com>"));
        FIELDS.put("Cc", v -> message().cc("a" + v + "b@example.com"));
        FIELDS.put("Bcc", v -> message().bcc("a" + v + "b@example.com"));
        FIELDS.put("Subject", v -> message().subject("a" + v + "b"));
        FIELDS.put("header value", v -> message().header("X-Test", "a" + v + "b"));
        FIELDS.put("header name", v -> message().header("X-" + v + "Test", "a"));
        FIELDS.put("Message-ID", v -> message().messageId("<a" + v + "b@example.com>"));
        FIELDS.put("In-Reply-To", v -> message().inReplyTo("<a" + v + "b@example.com>"));
        FIELDS.put("References", v -> message().references("<a" + v + "b@example.com>"));
        FIELDS.put("Auto-Submitted", v -> message().autoSubmitted("auto-" + v + "replied"));
        FIELDS.put("file name", v -> OutboundAttachment.named("a" + v + "b.txt", Content.text("x")));
        FIELDS.put("media type", v -> new OutboundAttachment("a", "text/" + v + "plain", Content.text("x"), null));
        FIELDS.put("Content-ID", v -> OutboundAttachment.inline("a" + v + "b", "a", "image/png", Content.text("x")));
        FIELDS.put("envelope id", v -> new DsnRequest(java.util.Set.of(), null, "a" + v + "b"));
    }

    private static OutboundMessageBuilder message() {
        return OutboundMessage.builder();
    }

    /** faults.md C-01, C-03. */
    @Test
    void c01NoFieldTakesALineEndOrAControlCharacter() {
        FIELDS.forEach((field, setter) -> {
            for (char c = 0; c < 0xa0; c++) {
                if (Character.isISOControl(c) && c != '\t') {
                    String value = String.valueOf(c);
                    assertThatThrownBy(() -> setter.accept(value))
                            .as(field + " with U+%04x", (int) c)
                            .isInstanceOf(InvalidMessageException.class)
                            .hasMessageNotContaining(value);
                }
            }
            for (String value : new String[] {"\r\n", "\r\n b", "\n.\n", "\u2028", "\u2029", "\ud83d"}) {
                assertThatThrownBy(() -> setter.accept(value)).as(field).isInstanceOf(InvalidMessageException.class);
            }
        });
    }

    @Test
    void c01TheErrorNamesTheField() {
        assertThatThrownBy(() -> message().subject("a\r\nBcc: x@example.com"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("The message cannot be sent: Subject holds the control character U+000D at position 1.");
    }

    /** faults.md C-02: what would become a line end if only its low byte were written. */
    @Test
    void c02LowByteTwinsOfLineEndsAreRefusedWhereOnlyAsciiMayStand() {
        for (int high = 1; high < 256; high++) {
            for (int low : new int[] {'\r', '\n'}) {
                String twin = String.valueOf((char) (high << 8 | low));
                for (String field : new String[] {
                    "header name",
                    "Message-ID",
                    "In-Reply-To",
                    "References",
                    "media type",
                    "Content-ID",
                    "envelope id",
                    "Auto-Submitted"
                }) {
                    assertThatThrownBy(() -> FIELDS.get(field).accept(twin))
                            .as(field + " U+%02x%02x", high, low)
                            .isInstanceOf(InvalidMessageException.class);
                }
            }
        }
    }

    /** faults.md C-04. */
    @Test
    void c04AnAddressCannotCarryAnArgument() {
        String[] attacks = {
            "a@b> SIZE=0",
            "a@b>\u0000",
            "a b@example.com",
            "a@b <c",
            "a@b c",
            "a@example.com> NOTIFY=NEVER <x@y",
            "a>@example.com",
            "\"a>\"@example.com",
            "@example.com",
            "a@",
            "a",
            "",
            "a@@b",
            "a@b@c d",
            "(x)a@b",
            "a,b@c",
            "a..b@c",
            ".a@c",
            "a.@c",
            "\"a\"b@c",
            "\"a\\\"@c",
            "@hop:a@c",
            "a@[1.2.3.4",
            "a@-b.c",
            "a@b..c"
        };
        for (String attack : attacks) {
            assertThatThrownBy(() -> message().to(attack)).as(attack).isInstanceOf(InvalidMessageException.class);
        }
    }

    @Test
    void ordinaryAddressesAreTaken() {
        OutboundMessage message = message()
                .to("a@example.com", "A B <o'b+x@sub.example.com>", "\"B, A\" <a@[192.0.2.1]>", "\"a b\"@example.com")
                .cc("user@bücher.example")
                .bcc("žluťoučký@example.com")
                .text("x")
                .build();

        assertThat(message.recipients())
                .containsExactly(
                        "a@example.com",
                        "o'b+x@sub.example.com",
                        "a@[192.0.2.1]",
                        "\"a b\"@example.com",
                        "user@xn--bcher-kva.example",
                        "žluťoučký@example.com");
        assertThat(message.to().get(2).name()).isEqualTo("B, A");
    }

    @Test
    void fieldsWithAMethodOfTheirOwnCannotBeSetByName() {
        for (String name : new String[] {"Bcc", "TO", "Content-Type", "Received", "Return-Path", "message-id"}) {
            assertThatThrownBy(() -> message().header(name, "x")).isInstanceOf(InvalidMessageException.class);
        }
    }

    @Test
    void aMessageNeedsSomebodyToGoToAndSomethingToSay() {
        assertThatThrownBy(() -> message().text("x").build()).hasMessageContaining("recipients is empty");
        assertThatThrownBy(() -> message().to("a@b.c").build()).hasMessageContaining("body is missing");
        assertThatThrownBy(() ->
                        message().to("a@b.c").ready(Content.text("x")).text("y").build())
                .hasMessageContaining("ready message excludes");
    }

    @Test
    void anAnswerTakesOverTheThread() {
        EventFields received = EventFields.of(Map.of(
                EventFields.SENDER_REPLY_NAMES, "Ann <ann@example.org>;bob@example.org",
                EventFields.SUBJECT, "Printer on fire",
                EventFields.MESSAGE_ID, "<2@example.org>",
                EventFields.REFERENCES, "<0@example.org> not-an-id <1@example.org>",
                EventFields.TEXT_CHARSET, "iso-8859-2"));

        OutboundMessage answer = message().answering(received).text("On my way").build();

        assertThat(answer.recipients()).containsExactly("ann@example.org", "bob@example.org");
        assertThat(answer.subject()).isEqualTo("Re: Printer on fire");
        assertThat(answer.inReplyTo()).contains("<2@example.org>");
        assertThat(answer.references()).containsExactly("<0@example.org>", "<1@example.org>", "<2@example.org>");
        assertThat(answer.charset())
                .hasValueSatisfying(charset -> assertThat(charset.name()).isEqualTo("ISO-8859-2"));
    }

    @Test
    void eachTryToSendCarriesTheSameMessageId() {
        OutboundMessage message = message().to("a@b.c").text("x").build();

        assertThat(message.messageIdFor("example.com"))
                .isEqualTo(message.messageIdFor("example.com"))
                .endsWith("@example.com>");
    }

    @Test
    void aMessageDoesNotShowItsContent() {
        OutboundMessage message =
                message().to("ann@example.org").subject("secret").text("secret").build();

        assertThat(message.toString()).doesNotContain("secret").doesNotContain("ann@");
    }
}
