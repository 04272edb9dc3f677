package io.mailroom.testkit;

import java.util.List;

/**
 * How a protocol gets to TLS, in the lines that a {@link ScriptedServer} plays.
 *
 * @param protocol {@code POP3}, {@code IMAP} or {@code SMTP}, as in the names of parameters
 * @param greeting the server's first line
 * @param hello what is said between the greeting and the command for TLS; may be empty
 * @param starttls the command for TLS, as the client sends it
 * @param consent the server's yes, without line end
 * @param refusals every other answer to it
 * @param injections what may stand behind the consent in plain text, escaped, without line end
 * @param session all that follows the handshake after STARTTLS
 * @param implicitSession all that follows the handshake on the implicit port
 * @param refusedLogins what follows the handshake after STARTTLS, to a login that is refused
 * @param refusalWords what the error says of a refused command for TLS
 */
public record StarttlsDialect(
        String protocol,
        String greeting,
        String hello,
        String starttls,
        String consent,
        List<String> refusals,
        List<String> injections,
        String session,
        String implicitSession,
        List<String> refusedLogins,
        String refusalWords) {

    /** SMTP (RFC 3207). */
    public static StarttlsDialect smtp() {
        String session = """
                C: EHLO ***
                S: 250-mail.test
                S: 250-PIPELINING
                S: 250 AUTH PLAIN
                C: ***
                S: 235 2.7.0 welcome
                C: MAIL FROM:<help@example.com>
                C: RCPT TO:<ann@a.test>
                C: DATA
                S: 250 2.1.0 ok
                S: 250 2.1.5 ok
                S: 354 go ahead
                C: Date: ***
                C: From: ***
                C: Subject: Report
                C: Message-ID: <1@example.com>
                C: ***
                C: Hello
                C: ..
                C: ...dots
                C: .
                S: 250 2.0.0 taken
                C: QUIT
                S: 221 bye
                """;
        String login = "C: EHLO ***\nS: 250-x\nS: 250 AUTH PLAIN\nC: ***\n";
        return new StarttlsDialect(
                "SMTP",
                "S: 220 mail.test",
                "C: EHLO ***\nS: 250-mail.test\nS: 250 STARTTLS",
                "STARTTLS",
                "220 go",
                List.of(
                        "221 x",
                        "250 AUTH PLAIN",
                        "354 x",
                        "421 x",
                        "454 x",
                        "500 x",
                        "501 x",
                        "502 x",
                        "503 x",
                        "504 x",
                        "530 x",
                        "550 x",
                        "554 \\x1b[2J"),
                List.of(
                        "250-AUTH PLAIN\\r\\n250 ok\\r\\n",
                        "250-AUTH PL",
                        "\\r\\n",
                        "2",
                        "220 go again\\r\\n",
                        "250 2.0.0 taken\\r\\n250 2.0.0 taken\\r\\n"),
                session,
                "S: 220 mail.test\n" + session,
                List.of(
                        login + "S: 535 5.7.8 no\nC: ?\n",
                        login + "S: 454 4.7.0 later\nC: ?\n",
                        login + "S: 334 more\nC: ?\nS: 334 more\nC: ?\n",
                        login + "S: 250 ok\nC: ?\n",
                        login + "S: 432 4.7.12 change it\nC: ?\n"),
                "refused STARTTLS with \"");
    }

    /** POP3 (RFC 2595 §4). */
    public static StarttlsDialect pop3() {
        String session = """
                C: CAPA
                S: -ERR no
                C: USER user
                S: +OK
                C: PASS ***
                S: +OK
                C: UIDL
                S: +OK
                S: .
                C: LIST
                S: +OK
                S: .
                """;
        String sasl = "C: CAPA\nS: +OK\nS: SASL PLAIN LOGIN\nS: .\nC: AUTH PLAIN ***\n";
        return new StarttlsDialect(
                "POP3",
                "S: +OK ready",
                "",
                "STLS",
                "+OK go",
                List.of(
                        "-ERR",
                        "-ERR [SYS/TEMP] later",
                        "-ERR [SYS/PERM] never",
                        "-ERR [AUTH] no",
                        "+ go on",
                        "-ERR \\x1b[2Jcleared",
                        "-ERR already active"),
                List.of(
                        "+OK SASL PLAIN\\r\\n.\\r\\n",
                        "+OK SASL PL",
                        "\\r\\n",
                        "+",
                        "-ERR no\\r\\n",
                        "+OK\\r\\n+OK logged in\\r\\n+OK 1 1\\r\\n"),
                session,
                "S: +OK ready\n" + session,
                List.of(
                        sasl + "S: -ERR [AUTH] no\n",
                        sasl + "S: -ERR [SYS/TEMP] later\n",
                        sasl + "S: + bW9yZQ==\nC: ?\nS: + bW9yZQ==\nC: ?\n",
                        "C: CAPA\nS: -ERR\nC: USER user\nS: -ERR [IN-USE] busy\n",
                        "C: CAPA\nS: -ERR\nC: USER user\nS: + what\n"),
                "STLS was refused with \"");
    }

    /** IMAP (RFC 9051 §6.2.1). */
    public static StarttlsDialect imap() {
        String login =
                "C: A2 CAPABILITY\nS: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\nS: A2 OK\nC: A3 AUTHENTICATE PLAIN ***\n";
        return new StarttlsDialect(
                "IMAP",
                "S: * OK ready",
                "",
                "A1 STARTTLS",
                "A1 OK go",
                List.of(
                        "A1 NO x",
                        "A1 BAD x",
                        "A1 NO [ALERT] call 555 \\x1b[2J",
                        "A1 NO [REFERRAL imap://evil.test/] go there",
                        "A1 NO [UNAVAILABLE] later"),
                List.of(
                        "* CAPABILITY IMAP4rev1 AUTH=PLAIN\\r\\n",
                        "* OK [ALERT] call 555\\r\\n",
                        "* BYE gone\\r\\n",
                        "* CAPABILITY IMAP4rev1 AU",
                        "\\r\\n",
                        "*",
                        "A2 OK [CAPABILITY IMAP4rev1] done\\r\\n",
                        "* 1 FETCH (UID 1 BODY[] {2}\\r\\nhi)\\r\\n"),
                imapSession(login, 3),
                "S: * OK ready\n" + imapSession(login.replace("A2", "A1").replace("A3", "A2"), 2),
                List.of(
                        login + "S: A3 NO [AUTHENTICATIONFAILED] no\nC: ?\n",
                        login + "S: A3 NO [REFERRAL imap://evil.test/] go there\nC: ?\n",
                        login + "S: A3 NO [UNAVAILABLE] later\nC: ?\n",
                        login + "S: + bW9yZQ==\nC: ?\nS: + bW9yZQ==\nC: ?\n",
                        login + "S: * BYE gone\n* closed\n",
                        "C: A2 CAPABILITY\nS: * CAPABILITY IMAP4rev1 LOGINDISABLED\nS: A2 OK\nC: ?\n"),
                "STARTTLS was refused with \"");
    }

    /** @param last number of the command that logs in */
    private static String imapSession(String login, int last) {
        return login + """
                S: A%1$d OK [CAPABILITY IMAP4rev1 UIDPLUS] in
                C: A%2$d SELECT "INBOX"
                C: ?
                S: * 0 EXISTS
                S: * OK [UIDVALIDITY 1704067200] ok
                S: A%2$d OK [READ-WRITE] selected
                S: A%3$d OK
                C: ?
                """.formatted(last, last + 1, last + 2);
    }

    /** The dialogue up to the command for TLS. */
    String upToStarttls() {
        return greeting + "\n" + (hello.isEmpty() ? "" : hello + "\n") + "C: " + starttls + "\n";
    }
}
