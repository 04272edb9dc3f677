/**
 * The account of a report mailer (contract section 9): what it is, how it follows the account of the system, which
 * ports and which encryption it tries, and what is remembered of a server. {@link io.mailroom.smtp.ReportMailer} sends
 * with it.
 */
@NullMarked
package io.mailroom.smtp.account;

import org.jspecify.annotations.NullMarked;
