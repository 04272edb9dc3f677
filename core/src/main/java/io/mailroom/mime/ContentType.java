package io.mailroom.mime;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The type of a part (RFC 2045 §5): type and subtype in lower case, and the decoded parameters in the order they
 * were first met, their names in lower case. Immutable.
 */
public final class ContentType {
    /** What a part is when it does not say (RFC 2045 §5.2). */
    public static final ContentType TEXT_PLAIN = of("text", "plain");
    /** What a part of multipart/digest is when it does not say (RFC 2046 §5.1.5). */
    public static final ContentType MESSAGE_RFC822 = of("message", "rfc822");
    /** What content is when nothing about it can be trusted. */
    public static final ContentType OCTET_STREAM = of("application", "octet-stream");

    private final String type;
    private final String subtype;
    private final Map<String, String> parameters;
    private final byte[] boundary;

    private ContentType(String type, String subtype, Map<String, String> parameters, byte[] boundary) {
        this.type = type;
        this.subtype = subtype;
        this.parameters = parameters;
        this.boundary = boundary;
    }

    /** A type without parameters; case does not matter. */
    public static ContentType of(String type, String subtype) {
        return of(type, subtype, Map.of());
    }

    /** A type with parameters; case of names does not matter. The boundary's bytes are those of its characters in UTF-8. */
    public static ContentType of(String type, String subtype, Map<String, String> parameters) {
        String boundary = parameters.get("boundary");
        return of(
                type, subtype, parameters, boundary == null ? new byte[0] : boundary.getBytes(StandardCharsets.UTF_8));
    }

    /** A type with parameters and the boundary just as the sender wrote it, which need not be text; empty for none. */
    public static ContentType of(String type, String subtype, Map<String, String> parameters, byte[] boundary) {
        return new ContentType(
                Objects.requireNonNull(type, "type").toLowerCase(Locale.ROOT),
                Objects.requireNonNull(subtype, "subtype").toLowerCase(Locale.ROOT),
                lowerCased(parameters),
                boundary.clone());
    }

    private static Map<String, String> lowerCased(Map<String, String> parameters) {
        if (parameters.isEmpty()) {
            return Map.of();
        }
        Map<String, String> copy = new LinkedHashMap<>();
        parameters.forEach((name, value) -> copy.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return Collections.unmodifiableMap(copy);
    }

    /** Such as {@code text}; lower case. */
    public String type() {
        return type;
    }

    /** Such as {@code plain}; lower case. */
    public String subtype() {
        return subtype;
    }

    /** Decoded parameters by lower-case name, in the sender's order; unmodifiable. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** One decoded parameter; the name in lower case. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** The charset label as declared, neither checked nor mapped; absent when none or an empty one is declared. */
    public Optional<String> charset() {
        return parameter("charset").filter(label -> !label.isBlank());
    }

    /** The boundary's raw bytes without the leading hyphens; empty when none is declared. A copy. */
    public byte[] boundaryBytes() {
        return boundary.clone();
    }

    /** True for this type and subtype, given in lower case. */
    public boolean is(String type, String subtype) {
        return this.type.equals(type) && this.subtype.equals(subtype);
    }

    /** True for {@code text/*}. */
    public boolean isText() {
        return type.equals("text");
    }

    /** True for {@code multipart/*}. */
    public boolean isMultipart() {
        return type.equals("multipart");
    }

    /** Type and subtype, such as {@code text/plain}. */
    public String mediaType() {
        return type + "/" + subtype;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentType that
                && type.equals(that.type)
                && subtype.equals(that.subtype)
                && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, subtype, parameters);
    }

    /** For people: {@code text/plain; charset=utf-8}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(mediaType());
        parameters.forEach(
                (name, value) -> text.append("; ").append(name).append('=').append(value));
        return text.toString();
    }
}
