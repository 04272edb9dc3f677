/** The driver {@code Internet SMTP/POP3 Server}: receives over POP3, sends over SMTP. */
@NullMarked
package io.mailroom.pop3;

import org.jspecify.annotations.NullMarked;
