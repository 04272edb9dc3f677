package io.mailroom.smtp.auth;

import java.util.Arrays;
import java.util.Optional;

/** Two prompts, whatever they say: the account, then the password. The texts differ from server to server. */
final class LoginConversation implements Conversation {
    private final String account;
    private final char[] password;
    private int answers;

    LoginConversation(String account, char[] password) {
        this.account = account;
        this.password = password.clone();
    }

    @Override
    public Optional<byte[]> initial() {
        return Optional.empty();
    }

    @Override
    public byte[] answer(byte[] challenge) throws MechanismException {
        answers++;
        return switch (answers) {
            case 1 -> SecretText.utf8(account);
            case 2 -> SecretText.utf8(password);
            default -> throw MechanismException.server("prompts for more than an account and a password");
        };
    }

    @Override
    public void accepted() throws MechanismException {
        if (answers < 2) {
            throw MechanismException.server("says that we are in before it was told the password");
        }
    }

    @Override
    public void close() {
        Arrays.fill(password, '\0');
    }
}
