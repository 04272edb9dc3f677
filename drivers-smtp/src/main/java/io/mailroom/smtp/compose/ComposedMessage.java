package io.mailroom.smtp.compose;

/**
 * What is known of a message once its bytes have been written.
 *
 * @param messageId with angle brackets
 * @param sizeBytes of header and body, line ends as sent, before dot-stuffing
 * @param eightBit true when a byte above 127 occurs, so that the server has to offer 8BITMIME
 * @param utf8 true when header or envelope need SMTPUTF8
 * @param envelope who it is from and whom it goes to
 */
public record ComposedMessage(String messageId, long sizeBytes, boolean eightBit, boolean utf8, Envelope envelope) {}
