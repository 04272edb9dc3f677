package io.mailroom.benchmarks.conformance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * One part as a reader sees it.
 *
 * @param type media type in lower case, without parameters
 * @param name file name, empty for none
 * @param digest of the decoded bytes of a leaf, see {@link #digest}; empty for a holder
 * @param parts the parts in it; the body of an embedded message is the one part of that
 */
record SeenPart(String type, String name, String digest, List<SeenPart> parts) {
    SeenPart {
        parts = List.copyOf(parts);
    }

    /** A part that holds others, perhaps none. */
    static SeenPart holder(String type, String name, List<SeenPart> parts) {
        return new SeenPart(type, name, "", parts);
    }

    static SeenPart leaf(String type, String name, byte[] decoded) {
        return new SeenPart(type, name, digest(decoded), List.of());
    }

    boolean isLeaf() {
        return !digest.isEmpty();
    }

    /** Length and the start of a SHA-256, both with CRLF taken as LF and without the line ends that close the body. */
    static String digest(byte[] decoded) {
        byte[] plain = new byte[decoded.length];
        int length = 0;
        for (int i = 0; i < decoded.length; i++) {
            if (decoded[i] != '\r' || i + 1 == decoded.length || decoded[i + 1] != '\n') {
                plain[length++] = decoded[i];
            }
        }
        while (length > 0 && (plain[length - 1] == '\n' || plain[length - 1] == '\r')) {
            length--;
        }
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(plain, 0, length);
            return length + ":" + HexFormat.of().formatHex(sha.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Its shape without types: {@code .} for a leaf, brackets around what a holder holds. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        addShape(shape);
        return shape.toString();
    }

    private void addShape(StringBuilder shape) {
        if (isLeaf()) {
            shape.append('.');
            return;
        }
        shape.append(type.startsWith("message/") ? '<' : '(');
        parts.forEach(part -> part.addShape(shape));
        shape.append(type.startsWith("message/") ? '>' : ')');
    }

    /** One property of every part of the tree in order, this part first. */
    List<String> each(Function<SeenPart, String> property) {
        List<String> all = new ArrayList<>();
        collect(property, all);
        return all;
    }

    private void collect(Function<SeenPart, String> property, List<String> into) {
        into.add(property.apply(this));
        parts.forEach(part -> part.collect(property, into));
    }
}
