package io.mailroom.smtp.auth;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.Transcript;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A server that knows one account and all mechanisms, its SCRAM half written from RFC 5802 §3. */
final class SaslDouble implements SaslCarrier {
    private static final byte[] SALT = "pepper, or salt".getBytes(StandardCharsets.UTF_8);

    final List<String> begun = new ArrayList<>();
    final List<String> answers = new ArrayList<>();
    private final String account;
    private String password;
    private final Transcript transcript = Transcript.off();
    private String token = "";
    private String missing = "";
    private int iterations = 4096;
    private boolean knowsInitialResponses = true;
    private boolean lies;
    private boolean yesAtOnce;
    private boolean prompts;
    private boolean loggedIn;

    private Mechanism mechanism = Mechanism.PLAIN;
    private int step;
    private String name = "";
    private String firstBare = "";
    private String serverFirst = "";

    SaslDouble(String account, String password) {
        this.account = account;
        this.password = password;
    }

    SaslDouble withoutInitialResponses() {
        knowsInitialResponses = false;
        return this;
    }

    void takesToken(String good) {
        token = good;
    }

    void doesNotHave(String mechanismName) {
        missing = mechanismName;
    }

    void demandsIterations(int count) {
        iterations = count;
    }

    void pretendsToKnowThePassword() {
        password = "anything else";
        lies = true;
    }

    void saysYesAtOnce() {
        yesAtOnce = true;
    }

    void keepsPrompting() {
        prompts = true;
    }

    boolean isLoggedIn() {
        return loggedIn;
    }

    @Override
    public int mostInitialResponse(Mechanism begins) {
        return knowsInitialResponses ? 400 : 0;
    }

    @Override
    public SaslReply begin(Mechanism begins, @Nullable String initialResponse) {
        mechanism = begins;
        step = 0;
        begun.add(begins.saslName());
        if (begins.saslName().equals(missing)) {
            return SaslReply.unavailable("never heard of it");
        }
        return initialResponse == null ? SaslReply.challenge("") : answer(initialResponse);
    }

    @Override
    public SaslReply answer(String base64) {
        answers.add(base64);
        String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        step++;
        if (yesAtOnce) {
            return SaslReply.done("yes");
        }
        if (prompts) {
            return challenge("more");
        }
        return switch (mechanism) {
            case PLAIN -> verdict(text.equals("\0" + account + "\0" + password));
            case LOGIN -> login(text);
            case SCRAM_SHA_256 -> scram(text);
            case OAUTHBEARER -> bearer(text, "n,a=ann,\1host=mail.test\1port=110\1auth=Bearer " + token + "\1\1");
            case XOAUTH2 -> bearer(text, "user=ann\1auth=Bearer " + token + "\1\1");
        };
    }

    private SaslReply login(String text) {
        if (step == 1) {
            name = text;
            return challenge("Passwort?");
        }
        return verdict(name.equals(account) && text.equals(password));
    }

    private SaslReply bearer(String text, String good) {
        if (step > 1) {
            String expected = mechanism == Mechanism.OAUTHBEARER ? "\1" : "";
            return text.equals(expected) ? verdict(false) : challenge("out of step");
        }
        return text.equals(good) ? verdict(true) : challenge("{\"status\":\"invalid_token\",\"scope\":\"mail\"}");
    }

    private SaslReply scram(String text) {
        if (step == 1) {
            firstBare = text.substring("n,,".length());
            serverFirst = "r=" + firstBare.substring(firstBare.indexOf("r=") + 2) + "server,s="
                    + Base64.getEncoder().encodeToString(SALT) + ",i=" + iterations;
            return challenge(serverFirst);
        }
        return step == 2 ? scramProof(text) : verdict(text.isEmpty());
    }

    private SaslReply scramProof(String text) {
        try {
            String withoutProof = text.substring(0, text.indexOf(",p="));
            String message = firstBare + "," + serverFirst + "," + withoutProof;
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, iterations, 256))
                    .getEncoded();
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
            byte[] proof = hmac(storedKey, message);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= clientKey[i];
            }
            boolean right = Base64.getEncoder().encodeToString(proof).equals(text.substring(text.indexOf(",p=") + 3));
            String signature = Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), message));
            return right || lies ? challenge("v=" + signature) : verdict(false);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private SaslReply verdict(boolean yes) {
        loggedIn = yes;
        return yes ? SaslReply.done("yes") : SaslReply.refused(ErrorKind.AUTHENTICATION, "no");
    }

    private static SaslReply challenge(String text) {
        return SaslReply.challenge(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint("mail.test", 110);
    }

    @Override
    public Transcript transcript() {
        return transcript;
    }

    @Override
    public CommunicationsException refused(Mechanism refused, SaslReply reply, String words) {
        return error("refused " + refused.saslName() + ": " + words);
    }

    @Override
    public CommunicationsException broken(Mechanism at, String what) {
        return error("during " + at.saslName() + " the server " + what);
    }

    @Override
    public CommunicationsException unfit(Mechanism at, String what) {
        return error(what);
    }

    private static CommunicationsException error(String what) {
        return new LoginFailed(what);
    }

    /** The words of a failure and no others. */
    private static final class LoginFailed extends CommunicationsException {
        private static final long serialVersionUID = 1L;

        LoginFailed(String what) {
            super(ErrorKind.AUTHENTICATION, "support", what, null);
        }
    }
}
