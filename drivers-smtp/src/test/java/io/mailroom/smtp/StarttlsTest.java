package io.mailroom.smtp;

import static io.mailroom.smtp.RecipientResult.Status.DEFERRED;
import static io.mailroom.smtp.RecipientResult.Status.REFUSED;
import static io.mailroom.smtp.TestSending.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.testkit.StarttlsCases.Case;
import io.mailroom.testkit.StarttlsCases.Mode;
import io.mailroom.testkit.StarttlsContract;
import io.mailroom.testkit.StarttlsDialect;
import io.mailroom.wire.Connector;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/** The joint suite for SMTP, and what only SMTP servers say. */
@Timeout(60)
class StarttlsTest extends StarttlsContract {
    private static final List<Integer> CODES = List.of(221, 250, 354, 421, 454, 500, 501, 502, 503, 504, 530, 550, 554);

    @Override
    protected StarttlsDialect dialect() {
        return StarttlsDialect.smtp();
    }

    @Override
    protected Attempt attempt(Map<String, String> parameters, Connector network, List<String> transcript) {
        TestSending sending = new TestSending();
        parameters.forEach(sending::with);
        sending.server("mail.test", network);
        try (SmtpSender sender = sending.sender()) {
            SendResult result = sender.send(ready("ann@a.test"));
            transcript.addAll(sending.transcript);
            transcript.add(result.toString() + result.recipients());
            if (result.isSent()) {
                assertThat(result.security()).isEqualTo("tls");
                return new Attempt("", List.of());
            }
            assertThat(result.recipients()).extracting(RecipientResult::status).containsAnyOf(DEFERRED, REFUSED);
            return new Attempt(String.join("\n", result.failures()), List.of());
        }
    }

    @Override
    protected Stream<Case> ownCases() {
        return Stream.of(stripped(), codes(), noReplies(), forgotten()).flatMap(cases -> cases);
    }

    /** No STARTTLS in the list, or no list at all. */
    private static Stream<Case> stripped() {
        return Stream.of(
                        "S: 250 mail.test",
                        "S: 250-mail.test\nS: 250 AUTH PLAIN LOGIN",
                        "S: 250-mail.test\nS: 250 STARTTLSX",
                        "S: 502 5.5.1 what\nC: HELO ***\nS: 250 hello",
                        "S: 500 what\nC: HELO ***\nS: 250-AUTH PLAIN\nS: 250 STARTTLS")
                .map(answer -> Case.failing(
                        "A-01 D_1 without STARTTLS: " + answer.replaceAll("\n", " "),
                        Mode.STARTTLS,
                        "S: 220 mail.test\nC: EHLO ***\n" + answer + "\nC: ?\nS: 221 bye\n",
                        "does not offer STARTTLS"));
    }

    /** Every code at every step before login has a defined end. */
    private static Stream<Case> codes() {
        return CODES.stream()
                .flatMap(code -> Stream.of(
                        Case.failing(
                                "B-30 greeting " + code, Mode.STARTTLS, "S: " + code + " x\n* closed by the server\n"),
                        Case.failing(
                                "B-30 EHLO " + code,
                                Mode.STARTTLS,
                                "S: 220 x\nC: EHLO ***\nS: " + code + " x\n* closed by the server\n")));
    }

    private static Stream<Case> noReplies() {
        return Stream.of("hello", "22 x", "220x", "099 x", "600 x", "220-x\\r\\n221 y", "")
                .map(line -> Case.failing("B-03 no reply: " + line, Mode.STARTTLS, "S: " + line + "\n* closed\n"));
    }

    private static Stream<Case> forgotten() {
        String offer = "S: 220 mail.test\nC: EHLO ***\nS: 250-mail.test\nS: 250-AUTH PLAIN LOGIN\nS: 250 STARTTLS\n";
        return Stream.of(
                Case.failing(
                        "A-06 A-07 what was offered before TLS is forgotten",
                        Mode.STARTTLS,
                        offer + "C: STARTTLS\nS: 220 go\n* TLS\nC: EHLO ***\nS: 250 mail.test\nC: QUIT\n",
                        "offers no login"),
                Case.failing(
                        "B-04 an endless reply",
                        Mode.STARTTLS,
                        "S: 220 x\nC: EHLO ***\n" + "S: 250-more\n".repeat(400) + "* stalls\n",
                        "is no SMTP reply"));
    }
}
