package io.mailroom.mime;

/** What a part is to the person who reads the message. */
public enum PartRole {
    /** A multipart: only a frame for the parts below it. */
    CONTAINER,
    /** Belongs to {@link ParsedMessage#text()}, or to the text of the embedded message it lies in. */
    TEXT_BODY,
    /** Belongs to {@link ParsedMessage#html()}. */
    HTML_BODY,
    /** A file, or text that is not the body; written to the sink. */
    ATTACHMENT,
    /** An image that the HTML shows where it names its Content-ID; written to the sink. */
    INLINE_IMAGE,
    /** A message in the message, whole or only its header. */
    EMBEDDED_MESSAGE,
    /** {@code message/delivery-status} and its kin; also written to the sink. */
    DELIVERY_STATUS,
    /** {@code message/disposition-notification} and its kin, the content of a read receipt; also written to the sink. */
    DISPOSITION_NOTIFICATION,
    /** What lies beyond a limit, raw and unread; written to the sink. */
    OPAQUE
}
