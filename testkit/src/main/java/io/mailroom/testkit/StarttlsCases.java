package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.testkit.TestAuthority.Order;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The cases that all protocols have in common, made of what their dialects say. */
public final class StarttlsCases {
    static final String HOST = "mail.test";
    static final TestAuthority AUTHORITY = TestAuthority.named("Trusted");

    private static final TestIdentity GOOD = AUTHORITY.issue(Order.forHosts(HOST));
    private static final Map<String, TestIdentity> BAD = badIdentities();
    private static final int PATIENT = 5_000;
    private static final int SHORT = 300;

    private StarttlsCases() {}

    /** When TLS begins. */
    public enum Mode {
        /** On demand. */
        STARTTLS,
        /** With the first byte. */
        IMPLICIT
    }

    /**
     * A dialogue and what has to come of it.
     *
     * @param name rows of the list of faults, and what happens
     * @param mode when TLS is to begin
     * @param identity what the server shows
     * @param dialogue what it plays
     * @param timeoutMillis longest wait of the client
     * @param expectation takes the error, empty for none, and what the client did otherwise than the dialogue
     */
    public record Case(
            String name,
            Mode mode,
            TestIdentity identity,
            String dialogue,
            int timeoutMillis,
            BiConsumer<String, String> expectation) {

        /** A case that ends in an error with these words in it, and the server's name. */
        public static Case failing(String name, Mode mode, String dialogue, String... words) {
            return new Case(name, mode, GOOD, dialogue, PATIENT, (error, surprises) -> {
                assertThat(error).contains(HOST + ":");
                for (String word : words) {
                    assertThat(error).contains(word);
                }
            });
        }

        /** A case in which nothing is wrong, or nothing that has an effect. */
        public static Case harmless(String name, Mode mode, String dialogue) {
            return new Case(
                    name,
                    mode,
                    GOOD,
                    dialogue,
                    PATIENT,
                    (error, surprises) -> assertThat(error).as(surprises).isEmpty());
        }

        /** The same with a client that soon loses patience. */
        public Case soon() {
            return new Case(name, mode, identity, dialogue, SHORT, expectation);
        }

        Case showing(TestIdentity other) {
            return new Case(name, mode, other, dialogue, timeoutMillis, expectation);
        }

        ScriptedServer start() throws IOException {
            return ScriptedServer.playing(identity, dialogue);
        }
    }

    static Stream<Case> common(StarttlsDialect dialect) {
        return Stream.of(
                        sound(dialect),
                        refused(dialect),
                        injected(dialect),
                        badlyCertified(dialect),
                        broken(dialect),
                        refusedLogins(dialect))
                .flatMap(cases -> cases);
    }

    /** Without these the others would prove nothing. */
    private static Stream<Case> sound(StarttlsDialect dialect) {
        return Stream.of(
                Case.harmless(
                        "A-08 nothing is wrong", Mode.STARTTLS, consented(dialect, "\n* TLS\n") + dialect.session()),
                Case.harmless("A-13 nothing is wrong", Mode.IMPLICIT, "* TLS\n" + dialect.implicitSession()));
    }

    private static Stream<Case> refused(StarttlsDialect dialect) {
        return dialect.refusals().stream()
                .map(answer -> Case.failing(
                        "A-01 A-02 O_1-O_4 refused: " + answer,
                        Mode.STARTTLS,
                        dialect.upToStarttls() + "S: " + answer + "\nC: ?\n",
                        dialect.refusalWords()));
    }

    private static Stream<Case> injected(StarttlsDialect dialect) {
        return dialect.injections().stream()
                .map(suffix -> Case.failing(
                        "A-04 A-05 A-07 B_1-B_3 injected: " + suffix,
                        Mode.STARTTLS,
                        dialect.upToStarttls() + "S~ " + dialect.consent() + "\\r\\n" + suffix + "\n* TLS\n"
                                + dialect.session(),
                        "plain text after the answer to STARTTLS"));
    }

    private static Stream<Case> badlyCertified(StarttlsDialect dialect) {
        return BAD.entrySet().stream().flatMap(bad -> {
            String words = bad.getKey().replaceFirst(".*: ", "");
            return Stream.of(
                    Case.failing(
                                    "A-10 A-19 " + bad.getKey(),
                                    Mode.STARTTLS,
                                    consented(dialect, "\n* TLS\n") + dialect.session(),
                                    words)
                            .showing(bad.getValue()),
                    Case.failing(
                                    "A-10 A-19 " + bad.getKey(),
                                    Mode.IMPLICIT,
                                    "* TLS\n" + dialect.implicitSession(),
                                    words)
                            .showing(bad.getValue()));
        });
    }

    private static Stream<Case> broken(StarttlsDialect dialect) {
        String go = consented(dialect, "\n");
        return Stream.of(
                Case.failing("A-13 plain text on the TLS port", Mode.IMPLICIT, dialect.greeting() + "\n* stalls\n")
                        .soon(),
                Case.failing("A-13 another protocol on the TLS port", Mode.IMPLICIT, "S: HTTP/1.1 400 no\n* closed\n"),
                Case.failing("A-18 B-01 silence on the TLS port", Mode.IMPLICIT, "* stalls\n")
                        .soon(),
                Case.failing("A-18 no handshake", Mode.STARTTLS, go + "* stalls\n")
                        .soon(),
                Case.failing("A-03 reset instead of a handshake", Mode.STARTTLS, go + "* resets\n"),
                Case.failing("A-16 closed instead of a handshake", Mode.STARTTLS, go + "* closed\n"),
                Case.failing("A-03 garbage instead of a handshake", Mode.STARTTLS, go + "C: ?\n* closed\n")
                        .soon(),
                Case.failing("A-16 closed behind the handshake", Mode.STARTTLS, go + "* TLS\n* closed\n"),
                Case.failing("B-01 no greeting", Mode.STARTTLS, "* stalls\n").soon(),
                Case.failing(
                                "B-02 half a greeting",
                                Mode.STARTTLS,
                                dialect.greeting().replaceFirst(":", "~") + "\n* stalls\n")
                        .soon(),
                Case.failing("B-03 another protocol", Mode.STARTTLS, "S: HTTP/1.1 400 no\n* closed\n"));
    }

    private static Stream<Case> refusedLogins(StarttlsDialect dialect) {
        return dialect.refusedLogins().stream()
                .map(dialogue -> Case.failing(
                        "A-20 A-21 A-22 login refused: " + dialogue.replaceAll("(?s).*\\*\\*\\*\n|\n.*", ""),
                        Mode.STARTTLS,
                        consented(dialect, "\n* TLS\n") + dialogue));
    }

    private static String consented(StarttlsDialect dialect, String then) {
        return dialect.upToStarttls() + "S: " + dialect.consent() + then;
    }

    /** What is wrong, a colon, and what the error says of it. */
    private static Map<String, TestIdentity> badIdentities() {
        Map<String, TestIdentity> all = new LinkedHashMap<>();
        all.put("another host: another host", AUTHORITY.issue(Order.forHosts("other.test")));
        all.put(
                "common name only: another host",
                AUTHORITY.issue(Order.forNobody().named(HOST)));
        all.put("wildcard one level too high: another host", AUTHORITY.issue(Order.forHosts("*.test")));
        all.put("wildcard one level too deep: another host", AUTHORITY.issue(Order.forHosts("*." + HOST)));
        all.put("an address: another host", AUTHORITY.issue(Order.forHosts("127.0.0.1")));
        all.put("a longer name: another host", AUTHORITY.issue(Order.forHosts(HOST + ".evil.test")));
        all.put("NUL in the name: another host", AUTHORITY.issue(Order.forHosts(HOST + "\0.evil.test")));
        all.put("expired: expired", AUTHORITY.issue(Order.forHosts(HOST).expired()));
        all.put("weak key: weak", AUTHORITY.issue(Order.forHosts(HOST).withRsaKey(1024)));
        all.put(
                "for clients: not meant for servers",
                AUTHORITY.issue(Order.forHosts(HOST).forClient()));
        all.put("nobody we trust: not trusted", TestAuthority.named("Stranger").issue(Order.forHosts(HOST)));
        return all;
    }
}
