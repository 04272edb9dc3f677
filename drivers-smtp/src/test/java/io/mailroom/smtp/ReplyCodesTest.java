package io.mailroom.smtp;

import static io.mailroom.smtp.RecipientResult.Status.DEFERRED;
import static io.mailroom.smtp.RecipientResult.Status.IN_DOUBT;
import static io.mailroom.smtp.RecipientResult.Status.REFUSED;
import static io.mailroom.smtp.RecipientResult.Status.SENT;
import static io.mailroom.smtp.TestSending.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.testkit.SmtpDouble;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** faults.md B-30 and the last row of A: every code in every state has a defined outcome. */
class ReplyCodesTest {
    private static final int[] CODES = {
        211, 214, 220, 221, 235, 250, 251, 252, 334, 354, 421, 432, 450, 451, 452, 454, 455, 500, 501, 502, 503, 504,
        521, 530, 534, 535, 538, 550, 551, 552, 553, 554, 555, 556
    };
    private static final String[] NO_REPLIES = {"199 early", "600 late", "25", "2500 long", "abc def", "250_no", ""};

    /** What the documentation says, in the order of a session. */
    private static Status expected(String state, int code) {
        int kind = code / 100;
        return switch (state) {
            case "connect" -> code == 220 ? SENT : kind == 5 ? REFUSED : DEFERRED;
            case "EHLO" -> kind == 2 || kind == 5 ? SENT : DEFERRED; // after 5yz HELO is tried
            case "DATA" -> kind == 5 ? REFUSED : DEFERRED; // 354 is what should come
            case "." -> kind == 2 ? SENT : kind == 3 ? IN_DOUBT : kind == 4 ? DEFERRED : REFUSED;
            default -> kind == 2 ? SENT : kind == 5 ? REFUSED : DEFERRED;
        };
    }

    /** Whether the backup may be asked: the server failed as a whole, and cannot have the message. */
    private static boolean isForTheBackup(String state, int code) {
        boolean isSessionLost = code == 421 || code / 100 == 3 || state.equals("DATA") && code / 100 == 2;
        return switch (state) {
            case "connect" -> code != 220;
            case "EHLO" -> code / 100 == 3 || code / 100 == 4;
            case "HELO" -> code / 100 != 2;
            case "MAIL" -> isSessionLost || code / 100 == 4;
            case "." -> code == 421;
            default -> isSessionLost;
        };
    }

    private static SmtpDouble server(String state, String reply, boolean pipelining) {
        SmtpDouble server = new SmtpDouble().answers(state, reply);
        if (state.equals("HELO")) {
            server.answers("EHLO", "502 5.5.1 what?");
        }
        return pipelining ? server : server.offers("8BITMIME");
    }

    private static SendResult send(TestSending sending) {
        try (SmtpSender sender = sending.sender()) {
            return sender.send(ready("ann@a.test"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "EHLO", "HELO", "MAIL", "RCPT", "DATA", "."})
    void b30EveryCodeInEveryStateHasItsOutcome(String state) {
        for (int code : CODES) {
            for (boolean pipelining : new boolean[] {true, false}) {
                if (state.equals("DATA") && code == 354) {
                    continue;
                }
                String where = state + " answered by " + code + (pipelining ? ", pipelining" : "");
                SmtpDouble alone = server(state, code + " so it is", pipelining);
                SmtpDouble first = server(state, code + " so it is", pipelining);
                SmtpDouble backup = new SmtpDouble();

                SendResult result = send(new TestSending().primary(alone));
                SendResult both = send(new TestSending().primary(first).backup(backup));

                assertThat(result.recipients())
                        .as(where + result.recipients())
                        .extracting(RecipientResult::status)
                        .containsExactly(expected(state, code));
                assertThat(backup.mails()).as(where).hasSize(isForTheBackup(state, code) ? 1 : 0);
                assertThat(both.isSent())
                        .as(where)
                        .isEqualTo(expected(state, code) == SENT || isForTheBackup(state, code));
                assertThat(alone.mails().size()).as(where).isLessThanOrEqualTo(expected(state, code) == SENT ? 1 : 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "EHLO", "MAIL", "RCPT", "DATA", "."})
    void whatIsNoReplyEndsTheSession(String state) {
        for (String reply : NO_REPLIES) {
            SmtpDouble first = new SmtpDouble().answers(state, reply.isEmpty() ? "hang up" : reply);

            SendResult result = send(new TestSending().primary(first));

            assertThat(result.recipients())
                    .as(state + " answered by " + reply)
                    .extracting(RecipientResult::status)
                    .containsExactly(state.equals(".") ? IN_DOUBT : DEFERRED);
            assertThat(first.mails()).hasSizeLessThanOrEqualTo(state.equals(".") ? 1 : 0);
        }
    }

    @Test
    void aServerThatWillNotResetGetsTheNextMessageOverAnotherConnection() {
        for (int code : CODES) {
            SmtpDouble server = new SmtpDouble()
                    .answers("RSET", code + " so it is")
                    .answers("QUIT", code + " so it is")
                    .answers("RCPT TO:<nobody@", "550 5.1.1 no");
            try (SmtpSender sender = new TestSending().primary(server).sender()) {
                assertThat(sender.send(ready("nobody@a.test")).with(REFUSED)).hasSize(1);
                SendResult next = sender.send(ready("ann@a.test"));

                assertThat(next.recipients())
                        .as("RSET answered by " + code)
                        .extracting(RecipientResult::status)
                        .containsExactlyElementsOf(List.of(code == 421 ? DEFERRED : SENT));
            }
        }
    }
}
