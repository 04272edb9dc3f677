package io.mailroom.mime.internal.field;

import static io.mailroom.mime.internal.field.FieldBytes.isBlank;

import io.mailroom.mime.DefectCode;
import io.mailroom.mime.MailAddress;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.HeaderText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Address lists (RFC 5322 §3.4, the obsolete forms of §4.4, raw UTF-8 of RFC 6532) and what stands in their place in
 * real mail. Looks at each byte a fixed number of times. Groups are flattened without recursion.
 *
 * <p>An element is what lies between two separators. Its tokens are kept as ranges of bytes until its end shows what
 * they are: the words of a name before {@code <...>}, or pieces of a bare address.
 */
public final class AddressParser {
    private final HeaderContext context;
    private final byte[] buf;
    private final int to;
    private final long base;
    private final int most;

    private final List<MailAddress> found = new ArrayList<>(4);
    private int[] tokens = new int[16]; // start and end, in pairs; a quoted string with its quotes
    private int tokenCount;
    private int commentStart = -1;
    private int commentEnd;
    private boolean commentsEnd = true; // false once a comment was met that does not
    private boolean quotesEnd = true;
    private int groups;
    private boolean full;

    private AddressParser(HeaderContext context, byte[] buf, int from, int to, long offset, int most) {
        this.context = context;
        this.buf = buf;
        this.to = to;
        this.base = offset - from;
        this.most = most;
    }

    /**
     * The addresses of a field body, in its order; unmodifiable.
     *
     * @param offset of {@code from} in the message, for defects
     * @param most how many to read; what follows is not looked at
     */
    public static List<MailAddress> parse(HeaderContext context, byte[] buf, int from, int to, long offset, int most) {
        AddressParser parser = new AddressParser(context, buf, from, to, offset, most);
        parser.run(from);
        return List.copyOf(parser.found);
    }

    private void run(int from) {
        int i = from;
        while (i < to && !full) {
            byte b = buf[i];
            if (isBlank(b)) {
                i++;
                continue;
            }
            switch (b) {
                case ',' -> {
                    endElement();
                    i++;
                }
                case ';' -> i = semicolon(i);
                case ':' -> i = colon(i);
                case '(' -> i = comment(i);
                case '"' -> i = quoted(i);
                case '<' -> i = angle(i);
                case '>' -> {
                    malformed(i);
                    i++;
                }
                default -> i = atom(i);
            }
        }
        endElement();
    }

    private int semicolon(int i) {
        endElement();
        if (groups > 0) {
            groups--;
        } else if (FieldBytes.skipBlanks(buf, i + 1, to) < to) {
            defect(DefectCode.ADDRESS_SEPARATOR, i);
        }
        return i + 1;
    }

    /** A group's name ends here, and is dropped. QUIRK: so are "mailto" and a route before an address. */
    private int colon(int i) {
        if (tokenCount == 1 && buf[start(0)] == '@') { // "@x.y:a@b" without its angle brackets
            malformed(i);
            forgetElement();
            return i + 1;
        }
        if (tokenCount > 0 && hasAt(tokenCount - 1)) { // "a@b:25": no group is called so
            malformed(i);
            return i + 1;
        }
        if (groups > 0) {
            defect(DefectCode.ADDRESS_GROUP_NESTED, i);
        }
        groups++;
        forgetElement();
        return i + 1;
    }

    private int comment(int i) {
        int end = commentsEnd ? FieldBytes.skipComment(buf, i, to) : -1;
        if (end < 0) {
            commentsEnd = false;
            malformed(i);
            return i + 1;
        }
        commentStart = i + 1;
        commentEnd = end - 1;
        return end;
    }

    private int quoted(int i) {
        int close = quotesEnd ? FieldBytes.closingQuote(buf, i, to) : -1;
        if (close < 0) {
            quotesEnd = false;
            malformed(i);
            return i + 1;
        }
        int end = close + 1;
        if (end < to && buf[end] == '@') { // a quoted local part
            end = atomEnd(end);
        }
        addToken(i, end);
        return end;
    }

    private int atom(int i) {
        int end = atomEnd(i);
        addToken(i, end);
        return end;
    }

    private int atomEnd(int from) {
        int i = from;
        while (i < to) {
            byte b = buf[i];
            if (isBlank(b) || isSpecial(b)) {
                break;
            }
            if (b == '[' && i > from && buf[i - 1] == '@') {
                i = literalEnd(i);
            } else if (b == '=' && i + 1 < to && buf[i + 1] == '?') {
                int end = HeaderText.wordEnd(buf, i, to); // it may hold commas
                i = end < 0 ? i + 1 : end;
            } else {
                i++;
            }
        }
        return Math.max(i, from + 1);
    }

    private static boolean isSpecial(byte b) {
        return switch (b) {
            case ',', ';', ':', '<', '>', '(', '"' -> true;
            default -> false;
        };
    }

    /** Behind a domain literal such as {@code [IPv6:2001:db8::1]}; behind the bracket when it is none. */
    private int literalEnd(int i) {
        for (int at = i + 1; at < to && at < i + 64; at++) {
            if (buf[at] == ']') {
                return at + 1;
            }
            if (isBlank(buf[at]) || buf[at] == ',') {
                break;
            }
        }
        return i + 1;
    }

    private int angle(int i) {
        int start = i + 1;
        while (start < to && (buf[start] == '<' || isBlank(buf[start]))) { // QUIRK: "<<a@b>>"
            start++;
        }
        int end = angleEnd(start);
        boolean closed = end < to && buf[end] == '>';
        if (!closed) {
            malformed(i);
        }
        int addressStart = start < end && buf[start] == '@' ? routeEnd(start, end) : start;
        add(name(0, tokenCount), AddressText.clean(context, buf, addressStart, end, base + addressStart));
        forgetElement();
        int next = closed ? end + 1 : end;
        while (next < to && buf[next] == '>') {
            next++;
        }
        return afterAngle(next);
    }

    /** Where the address in angle brackets ends: at its bracket, or at a separator when that is missing. */
    private int angleEnd(int start) {
        boolean route = start < to && buf[start] == '@';
        int i = start;
        while (i < to && buf[i] != '>') {
            byte b = buf[i];
            if (b == '"' && quotesEnd) {
                int close = FieldBytes.closingQuote(buf, i, to);
                quotesEnd = close >= 0;
                i = close < 0 ? i + 1 : close + 1;
            } else if (b == '(' && commentsEnd) {
                int end = FieldBytes.skipComment(buf, i, to);
                commentsEnd = end >= 0;
                i = end < 0 ? i + 1 : end;
            } else if (b == '<' || !route && (b == ',' || b == ';')) {
                return i;
            } else {
                route &= b != ':';
                i++;
            }
        }
        return i;
    }

    /** Behind the obsolete route {@code @a,@b:} (RFC 5322 §4.4). */
    private int routeEnd(int start, int end) {
        int colon = FieldBytes.indexOf(buf, start, end, ':');
        return colon < 0 ? start : colon + 1;
    }

    /** What follows an address in brackets without a separator is a comment, another address, or nothing of use. */
    private int afterAngle(int from) {
        int i = FieldBytes.skipBlanks(buf, from, to);
        while (i < to && buf[i] == '(' && commentsEnd) {
            int end = FieldBytes.skipComment(buf, i, to);
            if (end < 0) {
                return i;
            }
            i = FieldBytes.skipBlanks(buf, end, to);
        }
        if (i < to && buf[i] != ',' && buf[i] != ';') {
            defect(DefectCode.ADDRESS_SEPARATOR, i);
        }
        return i;
    }

    private void endElement() {
        if (tokenCount > 0 && !full) {
            bareAddresses();
        }
        forgetElement();
    }

    /** Tokens without brackets: "a@b", "a @ b", "Some Name a@b", "a@b c@d", or only words. */
    private void bareAddresses() {
        int nameFrom = 0;
        boolean any = false;
        for (int t = 0; t < tokenCount && !full; t++) {
            if (!hasAt(t)) {
                continue;
            }
            int first = firstPiece(nameFrom, t);
            int last = lastPiece(t);
            any = true;
            String name = first > nameFrom ? name(nameFrom, first) : commentName();
            if (first > nameFrom || nameFrom > 0) {
                malformed(start(t));
            }
            add(name, AddressText.clean(context, buf, start(first), end(last), base + start(first)));
            nameFrom = last + 1;
            t = last;
        }
        if (!any) {
            bareWords();
        }
    }

    private void bareWords() {
        String words = name(0, tokenCount);
        boolean quotedAddress = tokenCount == 1 && words.indexOf('@') > 0 && words.indexOf(' ') < 0;
        if (!quotedAddress) {
            malformed(start(0));
        }
        add(commentName(), words);
    }

    private boolean hasAt(int token) {
        boolean quoted = buf[start(token)] == '"';
        int from = quoted ? FieldBytes.closingQuote(buf, start(token), end(token)) : start(token);
        return FieldBytes.indexOf(buf, from, end(token), '@') >= 0 && !isEncodedWord(token);
    }

    private boolean isEncodedWord(int token) {
        int at = start(token);
        return buf[at] == '=' && at + 1 < end(token) && buf[at + 1] == '?';
    }

    /** Obsolete blanks around dots and at signs (RFC 5322 §4.4) have cut the local part into tokens. */
    private int firstPiece(int floor, int at) {
        int first = at;
        while (first > floor && (buf[start(first)] == '@' || buf[start(first)] == '.')) {
            first--;
        }
        return first;
    }

    private int lastPiece(int at) {
        int last = at;
        while (last + 1 < tokenCount && (endsOpen(last) || buf[start(last + 1)] == '.')) {
            last++;
        }
        return last;
    }

    private boolean endsOpen(int token) {
        byte b = buf[end(token) - 1];
        return b == '@' || b == '.';
    }

    private String name(int fromToken, int toToken) {
        if (toToken > fromToken) {
            return AddressText.phrase(context, buf, tokens, fromToken, toToken, base);
        }
        return commentName();
    }

    private String commentName() {
        return commentStart < 0 ? "" : AddressText.comment(context, buf, commentStart, commentEnd, base);
    }

    private void add(String name, String address) {
        if (name.isEmpty() && address.isEmpty()) {
            return;
        }
        if (found.size() >= most) {
            full = true;
            context.defects().add(DefectCode.TOO_MANY_ADDRESSES, -1, "");
            return;
        }
        found.add(new MailAddress(name, address));
    }

    private void addToken(int start, int end) {
        if (tokenCount * 2 == tokens.length) {
            tokens = Arrays.copyOf(tokens, tokens.length * 2);
        }
        tokens[tokenCount * 2] = start;
        tokens[tokenCount * 2 + 1] = end;
        tokenCount++;
    }

    private int start(int token) {
        return tokens[token * 2];
    }

    private int end(int token) {
        return tokens[token * 2 + 1];
    }

    private void forgetElement() {
        tokenCount = 0;
        commentStart = -1;
    }

    private void malformed(int at) {
        defect(DefectCode.ADDRESS_MALFORMED, at);
    }

    private void defect(DefectCode code, int at) {
        context.defects().add(code, base + at, "");
    }
}
