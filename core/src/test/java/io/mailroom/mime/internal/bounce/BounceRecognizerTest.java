package io.mailroom.mime.internal.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.Bounce;
import io.mailroom.mime.Bounce.Kind;
import io.mailroom.mime.internal.bounce.BounceRules.Rule;
import io.mailroom.mime.internal.text.LinearCost;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BounceRecognizerTest {
    private static final String DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.example.net>";

    private static Optional<Bounce> recognize(String from, String returnPath, String subject, String text) {
        return BounceRecognizer.recognize(new BounceEvidence(from, returnPath, subject, "", text, "", false));
    }

    private static Arguments of(String from, String subject, String text, String recipient, Kind kind, String rule) {
        return Arguments.of(rule, from, subject, text, recipient, kind);
    }

    static Stream<Arguments> systems() {
        return Stream.of(
                of(
                        "MAILER-DAEMON@mx.example.net",
                        "failure notice",
                        "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your"
                                + " message to the following addresses.\n\n<Al.Bo@example.com>:\n192.0.2.1 does not like"
                                + " recipient.\nRemote host said: 550 5.1.1 user unknown\n\n--- Below this line is a copy of"
                                + " the message.\n\nTo: other@example.com",
                        "Al.Bo@example.com",
                        Kind.PERMANENT,
                        "qmail/unknown-user"),
                of(
                        DAEMON,
                        "Undelivered Mail Returned to Sender",
                        "This is the mail system at host mx.example.net.\n\nI'm sorry to have to inform you that your"
                                + " message could not\nbe delivered to one or more recipients.\n\n<al@example.com>: host"
                                + " mx.example.com[192.0.2.1] said: 550 5.1.1\n    <al@example.com>: Recipient address"
                                + " rejected",
                        "al@example.com",
                        Kind.PERMANENT,
                        "postfix/unknown-user"),
                of(
                        "Mail Delivery Subsystem <MAILER-DAEMON@example.net>",
                        "Returned mail: see transcript for details",
                        "The original message was received at Mon, 12 Jan 2004\nfrom localhost\n\n   ----- The following"
                                + " addresses had permanent fatal errors -----\n<al@example.com>\n    (reason: 552 5.2.2"
                                + " mailbox full)\n\n   ----- Transcript of session follows -----\n",
                        "al@example.com",
                        Kind.TEMPORARY,
                        "sendmail/mailbox-full"),
                of(
                        "System Administrator <postmaster@example.net>",
                        "Undeliverable: Hello",
                        "Your message\n\n  To:      al@example.com\n  Subject: Hello\n\ndid not reach the following"
                                + " recipient(s):\n\nal@example.com on Mon, 12 Jan 2004\n    The recipient name is not"
                                + " recognized\n",
                        "al@example.com",
                        Kind.PERMANENT,
                        "exchange/unknown-user"),
                of(
                        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
                        "Delivery Status Notification (Failure)",
                        "Delivery to the following recipient failed permanently:\n\n     al@example.com\n\nTechnical"
                                + " details of permanent failure:\nThe error was: 550 5.7.1 blocked\n\n----- Original"
                                + " message -----\n",
                        "al@example.com",
                        Kind.PERMANENT,
                        "gmail/refused"),
                of(
                        "MAILER-DAEMON@yahoo.com",
                        "Failure Notice",
                        "Sorry, we were unable to deliver your message to the following address.\n\n"
                                + "<al@yahoo.com>:\nRemote host said:\n554 delivery error: dd This user doesn't have a"
                                + " yahoo.com account",
                        "al@yahoo.com",
                        Kind.PERMANENT,
                        "yahoo/unknown-user"),
                of(
                        "Postmaster@example.net",
                        "DELIVERY FAILURE: User al not listed in Domino Directory",
                        "Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  al@example.com\n\nbecause:\n\n "
                                + " User al (al@example.com) not listed in Domino Directory\n",
                        "al@example.com",
                        Kind.PERMANENT,
                        "domino/unknown-user"),
                of(
                        "postmaster@example.net",
                        "Undeliverable Mail",
                        "Unknown user: al@example.com\n\nOriginal message follows.\n",
                        "al@example.com",
                        Kind.PERMANENT,
                        "generic/unknown-user"),
                of(
                        "postmaster@example.net",
                        "Undeliverable Mail",
                        "User mailbox exceeds allowed size: al@example.com\n",
                        "al@example.com",
                        Kind.TEMPORARY,
                        "imail/mailbox-full"),
                of(
                        "Mailer-Daemon@example.net",
                        "Warning: message 1GdV3O-0002RD-H2 delayed 72 hours",
                        "This message was created automatically by mail delivery software.\nA message that you sent has not"
                                + " yet been delivered to one or more of its\nrecipients.\n\nThe address to which the"
                                + " message has not yet been delivered is:\n\n  al@example.com\n    Delay reason: 550 x\n",
                        "al@example.com",
                        Kind.TEMPORARY,
                        "exim/delayed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("systems")
    void bouncesOfTheBigSystemsAreRecognised(
            String rule, String from, String subject, String text, String recipient, Kind kind) {
        Bounce bounce = recognize(from, "<>", subject, text).orElseThrow();

        assertThat(bounce.recipients()).containsExactly(recipient);
        assertThat(bounce.kind()).isEqualTo(kind);
        assertThat(bounce.rule()).isEqualTo(rule);
        assertThat(bounce.confidence()).isBetween(70, 100);
        assertThat(recognize(from, "<>", subject, text.replace("\n", "\r\n"))).contains(bounce);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Das Postfach ist voll.",
                "La boîte aux lettres est pleine",
                "El buzón está lleno",
                "La casella piena",
                "A caixa postal cheia",
                "Postvak is vol",
                "Почтовый ящик переполнен",
                "Skrzynka jest pełna",
                "メールボックスがいっぱいです",
                "邮箱已满",
                "The user's mailbox is full",
                "user is over quota"
            })
    void aFullMailboxIsTemporaryInManyLanguages(String reason) {
        Bounce bounce = recognize(DAEMON, "<>", "Mail delivery failed", "al@example.com\n" + reason)
                .orElseThrow();

        assertThat(bounce.kind()).isEqualTo(Kind.TEMPORARY);
        assertThat(bounce.rule()).endsWith("/mailbox-full");
    }

    @Test
    void theStatusIsTheOneTheTextGives() {
        assertThat(recognize(DAEMON, "<>", "Mail delivery failed", "al@example.com 552 5.2.2 mailbox is full")
                        .orElseThrow()
                        .status())
                .isEqualTo("5.2.2");
        assertThat(recognize(DAEMON, "<>", "Mail delivery failed", "al@example.com 192.5.1.1 said 451 later")
                        .orElseThrow()
                        .status())
                .isEqualTo("4.0.0");
    }

    @Test
    void severalRecipientsAreAllFound() {
        String text =
                "could not be delivered. The following address(es) failed:\n\n  al@example.com\n    SMTP error after"
                        + " RCPT TO:<x@example.com>: 550 user unknown\n  bo@example.com\n    550 user unknown\n";

        assertThat(recognize(DAEMON, "<>", "Mail delivery failed", text)
                        .orElseThrow()
                        .recipients())
                .containsExactly("al@example.com", "bo@example.com");
    }

    @Test
    void theFieldOfEximAndGmailIsBelieved() {
        BounceEvidence evidence = new BounceEvidence(
                DAEMON, "<>", "Mail delivery failed", "al@example.com, bo@example.com", "x", "", false);

        assertThat(BounceRecognizer.recognize(evidence).orElseThrow().recipients())
                .containsExactly("al@example.com", "bo@example.com");
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(
                        "Al <al@example.com>",
                        "<al@example.com>",
                        "Mail delivery failed",
                        "user unknown bo@example.com"),
                Arguments.of(
                        "Al <al@example.com>",
                        "<>",
                        "Out of office: Hello",
                        "I am on vacation, write to bo@example.com"),
                Arguments.of("postmaster@example.com", "<p@example.com>", "Newsletter", "Write to bo@example.com"),
                Arguments.of("Al <al@example.com>", "<>", "Re: question", "My mailbox is full, bo@example.com"),
                Arguments.of(DAEMON, "<>", "Mail delivery failed", "but no address at all"),
                Arguments.of("feedback@example.com", "<>", "Email Feedback Report", "abuse report on bo@example.com"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void otherMailIsNoBounce(String from, String returnPath, String subject, String text) {
        assertThat(recognize(from, returnPath, subject, text)).isEmpty();
    }

    @Test
    void everyRuleIsWellFormedAndCanBeFound() {
        for (Rule rule : BounceRules.standard().all()) {
            boolean[] found = {false};
            FoldedText phrase = new FoldedText("x " + rule.phrase() + " y");

            BounceRules.standard().find(phrase, (hit, priority, end) -> found[0] |= hit == rule);

            assertThat(found[0]).as(rule.toString()).isTrue();
            assertThat(rule.status()).matches(rule.where() == BounceRules.Where.REASON ? "[45]\\.\\d\\.\\d" : "");
        }
        assertThat(BounceRules.standard().all()).hasSizeGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail delivery ", "a@b ", "@", "<a@b>:\n", "<", "5.", "quota excee", "\n", "To:\n"})
    void floodsCostTimeInProportion(String piece) {
        LinearCost.assertLinear(
                LinearCost.flood("", piece),
                bytes -> recognize(DAEMON, "<>", "failure notice", new String(bytes, StandardCharsets.ISO_8859_1)));
    }
}
