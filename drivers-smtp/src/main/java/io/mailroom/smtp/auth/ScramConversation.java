package io.mailroom.smtp.auth;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.exception.ScramServerErrorException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** RFC 5802 with SHA-256 (RFC 7677), without channel binding. The server has to prove itself, or we are not in. */
final class ScramConversation implements Conversation {
    /** A server that wants more work than this for one login wants our processor. */
    static final int MOST_ITERATIONS = 1_000_000;

    private static final int LONGEST_MESSAGE = 4 * 1024;

    private final ScramClient client;
    private Stage stage = Stage.FIRST;
    private String explanation = "";

    private enum Stage {
        FIRST,
        PROOF,
        VERDICT,
        PROVEN
    }

    ScramConversation(String account, char[] password) throws MechanismException {
        try {
            client = ScramClient.builder()
                    .advertisedMechanisms(List.of(Mechanism.SCRAM_SHA_256.saslName()))
                    .username(account)
                    .password(password)
                    .build();
        } catch (IllegalArgumentException unfit) {
            throw MechanismException.ours("account name or password cannot be used with SCRAM-SHA-256");
        }
    }

    @Override
    public Optional<byte[]> initial() throws MechanismException {
        return Optional.of(first());
    }

    @Override
    public byte[] answer(byte[] challenge) throws MechanismException {
        return switch (stage) {
            case FIRST -> first();
            case PROOF -> proof(text(challenge));
            case VERDICT -> verdict(text(challenge));
            case PROVEN -> throw MechanismException.server("asks again after the exchange is over");
        };
    }

    private byte[] first() throws MechanismException {
        stage = Stage.PROOF;
        try {
            return bytes(client.clientFirstMessage().toString());
        } catch (IllegalArgumentException unfit) {
            throw MechanismException.ours("the account name cannot be used with SCRAM-SHA-256");
        }
    }

    private byte[] proof(String challenge) throws MechanismException {
        try {
            int iterations = client.serverFirstMessage(challenge).getIterationCount();
            if (iterations > MOST_ITERATIONS) {
                throw MechanismException.server(
                        "asks for " + iterations + " rounds of hashing; most are " + MOST_ITERATIONS);
            }
            stage = Stage.VERDICT;
            return bytes(client.clientFinalMessage().toString());
        } catch (ScramException | RuntimeException malformed) {
            throw MechanismException.server("sends a SCRAM challenge that cannot be used");
        }
    }

    /** RFC 5802 §7: the server's signature, or why it refuses. */
    private byte[] verdict(String challenge) throws MechanismException {
        try {
            client.serverFinalMessage(challenge);
            stage = Stage.PROVEN;
            return new byte[0];
        } catch (ScramServerErrorException refused) {
            explanation = challenge;
            stage = Stage.PROOF;
            return new byte[0];
        } catch (ScramException | RuntimeException forged) {
            throw MechanismException.server("cannot prove that it knows the password");
        }
    }

    @Override
    public void accepted() throws MechanismException {
        if (stage != Stage.PROVEN) {
            throw MechanismException.server("has not proven that it knows the password");
        }
    }

    @Override
    public String explanation() {
        return explanation;
    }

    @Override
    public void close() {
        // the library has wiped its copy after use
    }

    private static String text(byte[] challenge) throws MechanismException {
        if (challenge.length > LONGEST_MESSAGE) {
            throw MechanismException.server("sends a SCRAM challenge of " + challenge.length + " bytes");
        }
        return new String(challenge, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }
}
