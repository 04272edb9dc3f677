package io.mailroom.smtp.auth;

import io.mailroom.wire.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** An access token in one message. A server that refuses it explains itself in a challenge first (RFC 7628 §3.2.2). */
final class BearerConversation implements Conversation {
    private final byte[] message;
    private final byte[] answerToError;
    private boolean said;
    private String explanation = "";

    private BearerConversation(byte[] message, byte[] answerToError) {
        this.message = message;
        this.answerToError = answerToError;
    }

    /** RFC 7628 §3.1. */
    static Conversation oauthBearer(String account, char[] token, Endpoint server) throws MechanismException {
        check(account, token);
        String name = account.replace("=", "=3D").replace(",", "=2C"); // RFC 5801 §4
        String head = "n,a=" + name + ",\1host=" + server.host() + "\1port=" + server.port() + "\1auth=Bearer ";
        return new BearerConversation(SecretText.utf8(head, token, "\1\1"), new byte[] {1});
    }

    static Conversation xoauth2(String account, char[] token) throws MechanismException {
        check(account, token);
        return new BearerConversation(SecretText.utf8("user=", account, "\1auth=Bearer ", token, "\1\1"), new byte[0]);
    }

    /** RFC 6750 §2.1: what a token is made of. */
    private static void check(String account, char[] token) throws MechanismException {
        SecretText.refuseControls("the account name", account);
        for (char c : token) {
            if (c <= ' ' || c >= 0x7f) {
                throw MechanismException.ours("the access token holds a character that no token has");
            }
        }
        if (token.length == 0) {
            throw MechanismException.ours("the access token is empty");
        }
    }

    @Override
    public Optional<byte[]> initial() {
        said = true;
        return Optional.of(message.clone());
    }

    @Override
    public byte[] answer(byte[] challenge) throws MechanismException {
        if (!said) {
            said = true;
            return message.clone();
        }
        if (!explanation.isEmpty()) {
            throw MechanismException.server("asks again after everything was said");
        }
        explanation = challenge.length == 0 ? "no reason" : new String(challenge, StandardCharsets.UTF_8);
        return answerToError.clone();
    }

    @Override
    public void accepted() throws MechanismException {
        if (!explanation.isEmpty()) {
            throw MechanismException.server("first explains why it refuses, and then says that we are in");
        }
    }

    @Override
    public String explanation() {
        return explanation;
    }

    @Override
    public void close() {
        Arrays.fill(message, (byte) 0);
    }
}
