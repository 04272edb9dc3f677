package io.mailroom.mime.internal.field;

import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.HeaderText;
import java.util.ArrayList;
import java.util.List;

/** Keywords (RFC 5322 §3.6.5): decoded phrases, parted by commas. */
public final class Keywords {
    private Keywords() {}

    /** The phrases of a field body in its order, none of them empty; unmodifiable. */
    public static List<String> parse(HeaderContext context, byte[] buf, int from, int to, long offset) {
        String text = HeaderText.decode(context, buf, from, to, offset);
        List<String> words = new ArrayList<>(4);
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ',' || text.charAt(i) == ';') {
                String word = text.substring(start, i).strip();
                if (!word.isEmpty()) {
                    words.add(word);
                }
                start = i + 1;
            }
        }
        return List.copyOf(words);
    }
}
