/** What drivers that receive share: they send over SMTP, and reach a mailbox with an account. */
@NullMarked
package io.mailroom.smtp.receiving;

import org.jspecify.annotations.NullMarked;
