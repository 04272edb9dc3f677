package io.mailroom.smtp.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts messages together that hold secrets, leaving no copy behind. */
final class SecretText {
    private SecretText() {}

    /** The pieces, strings or {@code char[]}, one after the other in UTF-8. */
    @SuppressWarnings("ByteBufferBackingArray") // encode allocates on the heap, with no offset
    static byte[] utf8(Object... pieces) {
        int length = 0;
        for (Object piece : pieces) {
            length += piece instanceof char[] secret ? secret.length : ((String) piece).length();
        }
        char[] all = new char[length];
        int at = 0;
        for (Object piece : pieces) {
            char[] characters = piece instanceof char[] secret ? secret : ((String) piece).toCharArray();
            System.arraycopy(characters, 0, all, at, characters.length);
            at += characters.length;
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(all));
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.remaining());
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(all, '\0');
        return bytes;
    }

    /** Refuses characters that would end a field of a message and begin another. */
    static void refuseControls(String what, CharSequence text) throws MechanismException {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
                throw MechanismException.ours(what + " holds a control character");
            }
        }
    }
}
