package io.mailroom.mime;

/** How the bytes of a body are written for the way (RFC 2045 §6). */
public enum TransferEncoding {
    /** Short lines of ASCII; also what is meant when nothing is declared. */
    SEVEN_BIT,
    /** Lines of any bytes. */
    EIGHT_BIT,
    /** Any bytes. */
    BINARY,
    /** RFC 2045 §6.7. */
    QUOTED_PRINTABLE,
    /** RFC 2045 §6.8. */
    BASE64,
    /** One uuencoded block: the whole body where older mailers declare {@code x-uuencode}, or a file found in a text. */
    UUENCODE,
    /** One yEnc block: a file found in a text. Nobody declares it. */
    YENC,
    /** Declared, but not known to us; the body is taken as it is. */
    UNKNOWN;

    /** True when the decoded bytes are the raw ones. */
    public boolean isIdentity() {
        return switch (this) {
            case QUOTED_PRINTABLE, BASE64, UUENCODE, YENC -> false;
            case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN -> true;
        };
    }
}
