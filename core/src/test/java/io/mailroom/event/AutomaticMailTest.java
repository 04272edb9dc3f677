package io.mailroom.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.mime.MailAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults I-01 and I-12: RFC 3834 and common practice. */
class AutomaticMailTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                // People.
                "Subject: hello|''",
                "Auto-Submitted: no|''",
                "Auto-Submitted: No (a person)|''",
                "Auto-Submitted:|''",
                "Precedence: first-class|''",
                "X-Auto-Response-Suppress: DR, RN, NRN, NDR, None|''",
                "Return-Path: <ann@customer.example>|''",
                "X-Priority: 1|''",
                "Content-Type: multipart/mixed; boundary=b|''",
                // RFC 3834 §5.
                "Auto-Submitted: auto-replied|auto-submitted=auto-replied",
                "Auto-Submitted: auto-generated; owner-email=\"x@y.example\"|auto-submitted=auto-generated",
                "auto-submitted: AUTO-NOTIFIED (by cron)|auto-submitted=auto-notified",
                "Auto-Submitted: of-a-later-rfc|auto-submitted=of-a-later-rfc",
                // Reports.
                "Content-Type: multipart/report; report-type=disposition-notification; boundary=b|delivery-report",
                "Return-Path: <>|null-return-path",
                "Return-Path: < >|null-return-path",
                // Ours.
                "X-Mailroom-Loop: support@example.com|other-loop-field=support@example.com",
                "Return-Path: <Support@Example.com>|own-address=return-path",
                "Reply-To: support@EXAMPLE.com|own-address=reply-to",
                // Bulk and lists.
                "Precedence: bulk|precedence=bulk",
                "Precedence: List|precedence=list",
                "Precedence: junk|precedence=junk",
                "Precedence: auto_reply|precedence=auto_reply",
                "List-Id: Users <users.example.org>|list=list-id",
                "List-Unsubscribe: <mailto:leave@example.org>|list=list-unsubscribe",
                "Mailing-List: contact x|list=mailing-list",
                // What big systems write.
                "X-Auto-Response-Suppress: All|auto-response-suppress=All",
                "X-Auto-Response-Suppress: DR, OOF, AutoReply|auto-response-suppress=DR, OOF, AutoReply",
                "X-Autoreply: yes|auto-reply-field=x-autoreply",
                "X-Autorespond: vacation|auto-reply-field=x-autorespond",
            })
    void aFieldThatSpeaksAgainstAnAnswerIsEvidence(String field, String evidence) throws IOException {
        MappedMessage mapped = mapped("From: ann@customer.example\n" + field + "\n\nText.\n");

        assertThat(mapped.message().automaticMail().reason()).isEqualTo(evidence);
        assertThat(mapped.fields().get(EventFields.MAY_AUTO_REPLY)).isEqualTo(evidence.isEmpty() ? "True" : "False");
        assertThat(mapped.fields().get(EventFields.AUTO_SUBMITTED)).isEqualTo(evidence);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "ann@customer.example,''",
        "owner@customer.example,''",
        "request@customer.example,''",
        "MAILER-DAEMON@customer.example,robot-sender",
        "owner-users@example.org,robot-sender",
        "users-owner@example.org,robot-sender",
        "users-request@example.org,robot-sender",
        "users-bounces@example.org,robot-sender",
        "No-Reply@shop.example,robot-sender",
        "LISTSERV@example.org,robot-sender",
        "Support@Example.COM,own-address",
    })
    void aSenderThatIsAProgramOrOurselvesGetsNoAnswer(String sender, String kind) throws IOException {
        AutomaticMail verdict =
                mapped("From: " + sender + "\n\nText.\n").message().automaticMail();

        assertThat(verdict.evidence())
                .extracting(evidence -> evidence.kind().label())
                .isEqualTo(kind.isEmpty() ? java.util.List.of() : java.util.List.of(kind));
    }

    @Test
    void withoutAnAddressThereIsNobodyToAnswer() throws IOException {
        assertThat(mapped("Subject: x\n\nText.\n").message().automaticMail().has(AutomaticMail.Kind.NO_SENDER))
                .isTrue();
        assertThat(mapped("Reply-To: ann@customer.example\n\nText.\n")
                        .message()
                        .automaticMail()
                        .mayAutoReply())
                .isTrue();
    }

    @Test
    void allEvidenceIsNamedTheStrongestFirst() throws IOException {
        MappedMessage mapped = mapped("Precedence: bulk\nList-Id: x\nReturn-Path: <>\nFrom: mailer-daemon@a.example\n"
                + "Auto-Submitted: auto-replied\nAuto-Submitted: auto-generated\n\n");

        assertThat(mapped.fields().get(EventFields.AUTO_SUBMITTED))
                .isEqualTo("auto-submitted=auto-replied; null-return-path; precedence=bulk; list=list-id; "
                        + "robot-sender=mailer-daemon@a.example");
    }

    @Test
    void evidenceIsBoundedAndCannotForgeMoreOfIt() throws IOException {
        MappedMessage mapped = mapped("From: a@b.example\nX-Auto-Response-Suppress: All; own-loop-field=1"
                + "x".repeat(500) + "\nAuto-Submitted: a" + "b".repeat(500) + "\n\n");

        AutomaticMail verdict = mapped.message().automaticMail();
        assertThat(verdict.evidence())
                .hasSize(2)
                .allSatisfy(evidence ->
                        assertThat(evidence.value()).hasSizeLessThanOrEqualTo(AutomaticMail.Evidence.MAX_VALUE));
        assertThat(AutomaticMail.of(verdict.reason())).isEqualTo(verdict);
    }

    @Test
    void mailThatWeSealedOurselvesIsKnownHoweverARelayFoldsIt() throws IOException {
        LoopSeal ours = LoopSeal.of(key(1));
        String sealed = ours.seal("desk@example.com", Instant.parse("2026-01-05T08:00:00Z"));

        MappedMessage mapped = mapped(
                "From: ann@customer.example\nX-Mailroom-Loop: " + sealed.replace("; ", ";\n\t") + "\n\nText.\n", ours);

        assertThat(mapped.message().automaticMail().reason()).isEqualTo("own-loop-field=desk@example.com");
    }

    @Test
    void aSealOfAnotherKeyOrAChangedOneIsNotOurs() {
        LoopSeal ours = LoopSeal.of(key(1));
        String sealed = ours.seal("desk@example.com", Instant.parse("2026-01-05T08:00:00Z"));

        assertThat(ours.verify(sealed)).contains("desk@example.com");
        assertThat(LoopSeal.of(key(2)).verify(sealed)).isEmpty();
        assertThat(ours.verify(sealed.replace("desk", "disk"))).isEmpty();
        assertThat(ours.verify(sealed + "A")).isEmpty();
        assertThat(ours.verify("support@example.com")).isEmpty();
        assertThat(LoopSeal.none().verify(sealed)).isEmpty();
        for (int i = 0; i < sealed.length(); i++) {
            char changed = sealed.charAt(i) == 'x' ? 'y' : 'x';
            String value = sealed.substring(0, i) + changed + sealed.substring(i + 1);
            assertThat(ours.verify(value)).as(value).isEmpty();
        }
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[LoopSeal.KEY_BYTES];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private static MappedMessage mapped(String message) throws IOException {
        return mapped(message, LoopSeal.none());
    }

    private static MappedMessage mapped(String message, LoopSeal seal) throws IOException {
        MessageOrigin origin = new MessageOrigin(
                "support@example.com",
                new MailAddress("", "support@example.com"),
                "POP3SMTP",
                MessageOrigin.MESSAGE_RECEIVED,
                false,
                null,
                "",
                "");
        return new MessageMapper(MappingOptions.DEFAULT, seal)
                .map(new ByteArrayInputStream(message.getBytes(UTF_8)), origin, PartFiles.discarding());
    }
}
