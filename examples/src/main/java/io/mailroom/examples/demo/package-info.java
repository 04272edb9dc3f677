/** The mail server and the mails of {@code mailroom demo}. */
@NullMarked
package io.mailroom.examples.demo;

import org.jspecify.annotations.NullMarked;
