package io.mailroom.profile;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A password or another value that must never be shown. Its text form is a mask; its characters are copied out on
 * demand, and the caller wipes the copy. It equals another secret with the same characters and never a string.
 *
 * <p>Safe for use by several threads. {@link #wipe()} ends it; the owner of the settings does that when no more logins
 * follow.
 */
public final class Secret {
    /** What is printed instead of a secret, whatever its length. */
    public static final String MASK = "********";

    private char @Nullable [] characters;

    private Secret(char[] characters) {
        this.characters = characters;
    }

    /** A secret with a copy of these characters; the caller may wipe its own. */
    public static Secret of(char[] characters) {
        return new Secret(characters.clone());
    }

    /** A secret with a copy of these characters. */
    public static Secret of(CharSequence characters) {
        char[] copy = new char[characters.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = characters.charAt(i);
        }
        return new Secret(copy);
    }

    /**
     * A copy of the characters, which the caller overwrites after use.
     *
     * @throws IllegalStateException when the secret is wiped
     */
    public synchronized char[] copyCharacters() {
        return characters().clone();
    }

    /**
     * The characters encoded, as a copy that the caller overwrites after use.
     *
     * @throws IllegalStateException when the secret is wiped
     */
    @SuppressWarnings("ByteBufferBackingArray") // encode allocates on the heap, with no offset
    public synchronized byte[] copyBytes(Charset charset) {
        ByteBuffer encoded = charset.encode(CharBuffer.wrap(characters()));
        byte[] copy = new byte[encoded.remaining()];
        encoded.get(copy);
        Arrays.fill(encoded.array(), (byte) 0);
        return copy;
    }

    /** Overwrites the characters. Wiping twice does nothing. */
    public synchronized void wipe() {
        if (characters != null) {
            Arrays.fill(characters, '\0');
            characters = null;
        }
    }

    /** True after {@link #wipe()}. */
    public synchronized boolean isWiped() {
        return characters == null;
    }

    private char[] characters() {
        if (characters == null) {
            throw new IllegalStateException("The secret is wiped. Resolve the profile again to use it.");
        }
        return characters;
    }

    /** Same characters, compared in a time that does not tell how many of them agree. A wiped one equals only itself. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Secret that) || isWiped() || that.isWiped()) {
            return false;
        }
        char[] mine = copyCharacters();
        char[] theirs = that.copyCharacters();
        int difference = mine.length ^ theirs.length;
        for (int i = 0; i < mine.length && theirs.length > 0; i++) {
            difference |= mine[i] ^ theirs[i % theirs.length];
        }
        Arrays.fill(mine, '\0');
        Arrays.fill(theirs, '\0');
        return difference == 0;
    }

    /** The same for all secrets: a number made from the characters would tell something about them. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
