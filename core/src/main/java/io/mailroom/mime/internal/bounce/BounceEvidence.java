package io.mailroom.mime.internal.bounce;

/**
 * What of a message tells whether it is a bounce; all decoded, each empty when there is none.
 *
 * @param from the From field, name and address
 * @param returnPath the Return-Path field as written; {@code <>} is a strong sign
 * @param subject the Subject field
 * @param failedRecipients the X-Failed-Recipients field, which Exim and Gmail write
 * @param text the plain text body, or the HTML body as text; only its start is looked at
 * @param returnedTo the To field of the returned message, when that is a part of its own
 * @param report true when the content type is multipart/report with report-type delivery-status
 */
public record BounceEvidence(
        String from,
        String returnPath,
        String subject,
        String failedRecipients,
        String text,
        String returnedTo,
        boolean report) {}
