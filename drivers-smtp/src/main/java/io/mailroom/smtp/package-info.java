/**
 * Sends mail. {@link io.mailroom.smtp.OutboundMessage} is what is to be sent; {@link io.mailroom.smtp.SmtpDriver} is
 * found by ServiceLoader and makes services that send it; {@link io.mailroom.smtp.SendResult} says for each recipient
 * what happened; {@link io.mailroom.smtp.Outbox} keeps messages on disk and sends them until they are through.
 */
@NullMarked
package io.mailroom.smtp;

import org.jspecify.annotations.NullMarked;
