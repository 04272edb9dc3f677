package io.mailroom.smtp.auth;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.profile.Secret;
import io.mailroom.smtp.auth.SaslReply.Status;
import io.mailroom.wire.SecretFilter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logs in over one connection. The mechanisms are tried in the order given, and the next only when the server says that
 * it does not have the one before: after a refusal of the password nothing weaker follows. A token that was refused is
 * replaced once.
 */
public final class SaslLogin {
    /** A server that still wants more after this many answers is not logging anybody in. */
    private static final int MOST_ANSWERS = 4;

    private final Credentials credentials;
    private final SaslCarrier carrier;

    public SaslLogin(Credentials credentials, SaslCarrier carrier) {
        this.credentials = credentials;
        this.carrier = carrier;
    }

    /**
     * Logs in.
     *
     * @param mechanisms {@link Mechanism#usable what may be tried}, at least one
     * @throws CommunicationsException what the carrier made of a refusal, or what the source of tokens threw
     */
    public void run(List<Mechanism> mechanisms) {
        Secret secret = credentials.source().token();
        for (int i = 0; i < mechanisms.size(); i++) {
            Mechanism mechanism = mechanisms.get(i);
            Refusal refusal = attempt(mechanism, secret);
            if (refusal != null && refusal.reply().kind() == ErrorKind.AUTHENTICATION && credentials.isToken()) {
                Secret fresh = renewed(refusal, secret);
                refusal = fresh == null ? refusal : attempt(mechanism, fresh);
            }
            if (refusal == null) {
                return;
            }
            boolean isLast = i == mechanisms.size() - 1;
            if (isLast || refusal.reply().status() != Status.UNAVAILABLE) {
                throw carrier.refused(mechanism, refusal.reply(), refusal.words());
            }
        }
        throw new IllegalArgumentException("No mechanism was given to try.");
    }

    private record Refusal(SaslReply reply, String words) {}

    private @Nullable Secret renewed(Refusal refusal, Secret old) {
        if (refusal.reply().status() != Status.REFUSED) {
            return null;
        }
        credentials.source().refused(old);
        Secret fresh = credentials.source().token();
        return fresh.equals(old) ? null : fresh;
    }

    private @Nullable Refusal attempt(Mechanism mechanism, Secret secret) {
        char[] characters = secret.copyCharacters();
        carrier.transcript().secrets().hide(new String(characters));
        try (Conversation conversation = mechanism.begin(credentials.account(), characters, carrier.endpoint())) {
            return talk(mechanism, conversation);
        } catch (MechanismException stuck) {
            String what = String.valueOf(stuck.getMessage());
            throw stuck.isOurs() ? carrier.unfit(mechanism, what) : carrier.broken(mechanism, what);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private @Nullable Refusal talk(Mechanism mechanism, Conversation conversation) throws MechanismException {
        SaslReply reply = begin(mechanism, conversation);
        for (int answers = 0; reply.status() == Status.CHALLENGE; answers++) {
            if (answers == MOST_ANSWERS) {
                throw MechanismException.server("keeps asking");
            }
            reply = carrier.answer(encode(conversation.answer(decode(reply.text()))));
        }
        if (reply.status() == Status.DONE) {
            conversation.accepted();
            return null;
        }
        String words = reply.text() + (conversation.explanation().isEmpty() ? "" : " " + conversation.explanation());
        return new Refusal(reply, carrier.transcript().safe(words));
    }

    private SaslReply begin(Mechanism mechanism, Conversation conversation) throws MechanismException {
        int most = carrier.mostInitialResponse(mechanism);
        Optional<byte[]> initial = most == 0 ? Optional.empty() : conversation.initial();
        if (initial.isEmpty()) {
            return carrier.begin(mechanism, null);
        }
        String encoded = encode(initial.get());
        if (encoded.length() <= most) {
            return carrier.begin(mechanism, encoded);
        }
        SaslReply reply = carrier.begin(mechanism, null);
        return reply.status() == Status.CHALLENGE ? carrier.answer(encoded) : reply;
    }

    private String encode(byte[] message) {
        String encoded = Base64.getEncoder().encodeToString(message);
        Arrays.fill(message, (byte) 0);
        SecretFilter secrets = carrier.transcript().secrets();
        secrets.hide(encoded);
        return encoded;
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException malformed) {
            // QUIRK: old servers prompt in plain words; only LOGIN, which does not look at them, can go on
            return new byte[0];
        }
    }
}
