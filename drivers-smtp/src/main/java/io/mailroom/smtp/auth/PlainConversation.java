package io.mailroom.smtp.auth;

import java.nio.CharBuffer;
import java.util.Optional;

/** RFC 4616: NUL, account, NUL, password. */
final class PlainConversation implements Conversation {
    private final byte[] message;
    private boolean said;

    private PlainConversation(byte[] message) {
        this.message = message;
    }

    static Conversation plain(String account, char[] password) throws MechanismException {
        SecretText.refuseControls("the account name", account);
        if (CharBuffer.wrap(password).chars().anyMatch(c -> c == 0)) {
            throw MechanismException.ours("the password holds NUL");
        }
        return new PlainConversation(SecretText.utf8("\0", account, "\0", password));
    }

    @Override
    public Optional<byte[]> initial() {
        said = true;
        return Optional.of(message.clone());
    }

    @Override
    public byte[] answer(byte[] challenge) throws MechanismException {
        if (said) {
            throw MechanismException.server("asks again after everything was said");
        }
        said = true;
        return message.clone();
    }

    @Override
    public void close() {
        java.util.Arrays.fill(message, (byte) 0);
    }
}
