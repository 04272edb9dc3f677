package io.mailroom.smtp.compose;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Header text in ASCII (RFC 2047): plain where it can be, else encoded words of at most 75 characters, each a whole
 * number of characters. Words are told apart by a blank; whoever folds the line may fold there.
 */
final class EncodedWords {
    private static final int LONGEST_WORD = 75;
    /** An unbroken run longer than this cannot be folded below the 998 octets of RFC 5322 §2.1.1. */
    private static final int LONGEST_RUN = 900;

    private EncodedWords() {}

    /** The text as it may stand in an unstructured field. */
    static String encode(String text, Charset preferred) {
        return isPlain(text) ? text : words(text, preferred);
    }

    /** The text as a display name before an address: an atom phrase, a quoted string, or encoded words. */
    static String phrase(String name, Charset preferred) {
        if (!isPlain(name)) {
            return words(name, preferred);
        }
        for (int i = 0; i < name.length(); i++) {
            if ("()<>[]:;@\\,.\"".indexOf(name.charAt(i)) >= 0) {
                return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            }
        }
        return name;
    }

    private static boolean isPlain(String text) {
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            run = c == ' ' || c == '\t' ? 0 : run + 1;
            if (c > '~' || run > LONGEST_RUN) {
                return false;
            }
        }
        return !text.contains("=?"); // would be read as an encoded word
    }

    private static String words(String text, Charset preferred) {
        Charset charset = charsetFor(text, preferred);
        String prefix = "=?" + charset.name() + "?B?";
        int room = (LONGEST_WORD - prefix.length() - "?=".length()) / 4 * 3;
        List<String> words = new ArrayList<>();
        StringBuilder chunk = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int next = i + Character.charCount(text.codePointAt(i));
            int length = chunk.length();
            chunk.append(text, i, next);
            if (length > 0 && chunk.toString().getBytes(charset).length > room) {
                words.add(word(prefix, chunk.substring(0, length), charset));
                chunk.delete(0, length);
            }
            i = next;
        }
        words.add(word(prefix, chunk.toString(), charset));
        return String.join(" ", words);
    }

    private static String word(String prefix, String chunk, Charset charset) {
        return prefix + Base64.getEncoder().encodeToString(chunk.getBytes(charset)) + "?=";
    }

    /** The preferred charset, or UTF-8 where it lacks a character of the text or is no superset of ASCII. */
    static Charset charsetFor(String text, Charset preferred) {
        return preferred.canEncode()
                        && preferred.newEncoder().canEncode(text)
                        && !preferred.name().startsWith("UTF-16")
                        && !preferred.name().startsWith("UTF-32")
                ? preferred
                : StandardCharsets.UTF_8;
    }
}
