/** The files of the outbox: one journal for each message, and what it says about each recipient. Not exported. */
@NullMarked
package io.mailroom.smtp.outbox;

import org.jspecify.annotations.NullMarked;
