package io.mailroom.smtp.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.profile.Secret;
import io.mailroom.spi.TokenSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in, with a server that is asked directly: no protocol between. */
class SaslLoginTest {
    private static final Credentials ANN = Credentials.password("ann", Secret.of("canary-7"));

    private final SaslDouble server = new SaslDouble("ann", "canary-7");

    private void logIn(Credentials credentials, String... offered) {
        List<Mechanism> usable = Mechanism.usable(List.of(offered), credentials, List.of());
        new SaslLogin(credentials, server).run(usable);
    }

    @Test
    void theStrongestMechanismThatIsOfferedIsUsed() {
        logIn(ANN, "LOGIN", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "CRAM-MD5", "XOAUTH2");

        assertThat(server.begun).containsExactly("SCRAM-SHA-256");
        assertThat(server.isLoggedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "PLAIN", "LOGIN"})
    void eachMechanismLogsInWithAndWithoutAnInitialResponse(String mechanism) {
        logIn(ANN, mechanism);
        assertThat(server.isLoggedIn()).isTrue();

        SaslDouble old = new SaslDouble("ann", "canary-7").withoutInitialResponses();
        new SaslLogin(ANN, old).run(List.of(Mechanism.named(mechanism).orElseThrow()));
        assertThat(old.isLoggedIn()).isTrue();
    }

    @Test
    void aRefusedPasswordIsNotSentAgainByAWeakerMechanism() {
        Credentials wrong = Credentials.password("ann", Secret.of("wrong-canary"));

        assertThatThrownBy(() -> logIn(wrong, "SCRAM-SHA-256", "PLAIN", "LOGIN"))
                .hasMessageContaining("refused SCRAM-SHA-256: no");
        assertThat(server.begun).containsExactly("SCRAM-SHA-256");
    }

    @Test
    void aMechanismTheServerDoesNotHaveAfterAllIsFollowedByTheNext() {
        server.doesNotHave("SCRAM-SHA-256");

        logIn(ANN, "SCRAM-SHA-256", "PLAIN");

        assertThat(server.begun).containsExactly("SCRAM-SHA-256", "PLAIN");
        assertThat(server.isLoggedIn()).isTrue();
    }

    @Test
    void theProfileMayAllowFewerMechanismsAndInAnotherOrder() {
        assertThat(Mechanism.usable(
                        List.of("plain", "LOGIN", "SCRAM-SHA-256"),
                        ANN,
                        List.of(Mechanism.LOGIN, Mechanism.XOAUTH2, Mechanism.PLAIN)))
                .containsExactly(Mechanism.LOGIN, Mechanism.PLAIN);
    }

    @Test
    void aServerThatDoesNotKnowThePasswordIsNotBelievedWhenItSaysThatWeAreIn() {
        server.pretendsToKnowThePassword();

        assertThatThrownBy(() -> logIn(ANN, "SCRAM-SHA-256"))
                .hasMessageContaining("the server cannot prove that it knows the password");
    }

    @Test
    void aServerThatSkipsItsProofIsNotBelieved() {
        server.saysYesAtOnce();

        assertThatThrownBy(() -> logIn(ANN, "SCRAM-SHA-256"))
                .hasMessageContaining("the server has not proven that it knows the password");
    }

    @Test
    void aServerCannotMakeUsHashForHours() {
        server.demandsIterations(2_000_000_000);

        assertThatThrownBy(() -> logIn(ANN, "SCRAM-SHA-256"))
                .hasMessageContaining("asks for 2000000000 rounds of hashing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "PLAIN", "LOGIN"})
    void a21AServerThatKeepsPromptingIsLeft(String mechanism) {
        server.keepsPrompting();

        assertThatThrownBy(() -> logIn(ANN, mechanism)).hasMessageStartingWith("during " + mechanism + " the server ");
        assertThat(server.answers).hasSizeLessThan(5);
    }

    @Test
    void aTokenIsPreferablySentByTheStandardMechanism() {
        server.takesToken("token-canary");

        logIn(Credentials.tokens("ann", () -> Secret.of("token-canary")), "PLAIN", "XOAUTH2", "OAUTHBEARER");

        assertThat(server.begun).containsExactly("OAUTHBEARER");
        assertThat(server.isLoggedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void aRefusedTokenIsReplacedOnce(String mechanism) {
        server.takesToken("token-2-canary");
        Rotating tokens = new Rotating("token-1-canary", "token-2-canary", "token-3-canary");

        logIn(Credentials.tokens("ann", tokens), mechanism);

        assertThat(server.begun).containsExactly(mechanism, mechanism);
        assertThat(server.isLoggedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2"})
    void aTokenThatIsRefusedTwiceFailsTheLoginAndTheServersReasonIsShown(String mechanism) {
        server.takesToken("another");
        Rotating tokens = new Rotating("token-1-canary", "token-2-canary", "token-3-canary");

        assertThatThrownBy(() -> logIn(Credentials.tokens("ann", tokens), mechanism))
                .hasMessageContaining("refused " + mechanism + ": no {\"status\":\"invalid_token\",\"scope\":\"mail\"}")
                .message()
                .doesNotContain("canary");
        assertThat(tokens.asked).isEqualTo(2);
    }

    @Test
    void aTokenThatCannotBeReplacedIsTriedOnce() {
        server.takesToken("another");

        assertThatThrownBy(() -> logIn(Credentials.tokens("ann", () -> Secret.of("same")), "XOAUTH2"))
                .hasMessageContaining("refused");
        assertThat(server.begun).hasSize(1);
    }

    /** C-01 for what a login carries: no field ends another. */
    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "XOAUTH2", "PLAIN"})
    void anAccountNameCannotSmuggleInAField(String mechanism) {
        boolean token = Mechanism.named(mechanism).orElseThrow().isForTokens();
        Credentials forged = new Credentials("ann\1auth=Bearer x\0y", token, () -> Secret.of("canary"));

        assertThatThrownBy(() -> logIn(forged, mechanism))
                .hasMessageContaining("the account name holds a control character");
        assertThat(server.begun).isEmpty();
    }

    @Test
    void h01NoErrorAndNoTextFormShowsASecret() {
        Credentials wrong = Credentials.password("ann", Secret.of("canary-wrong"));

        assertThatThrownBy(() -> logIn(wrong, "PLAIN")).message().doesNotContain("canary");
        assertThat(wrong.toString()).isEqualTo("Credentials[***]");
    }

    /** Gives one token after the other, the next when one is refused. */
    private static final class Rotating implements TokenSource {
        private final List<String> tokens;
        int asked;

        Rotating(String... tokens) {
            this.tokens = new ArrayList<>(List.of(tokens));
        }

        @Override
        public Secret token() {
            asked++;
            return Secret.of(tokens.get(0));
        }

        @Override
        public void refused(Secret token) {
            tokens.removeIf(candidate -> Secret.of(candidate).equals(token));
        }
    }
}
