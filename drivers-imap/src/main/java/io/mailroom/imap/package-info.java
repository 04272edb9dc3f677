/** The driver {@code Internet SMTP/IMAP Server}: receives over IMAP, sends over SMTP. */
@NullMarked
package io.mailroom.imap;

import org.jspecify.annotations.NullMarked;
