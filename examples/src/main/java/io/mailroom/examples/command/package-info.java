/** The {@code mailroom} command: looks at mail and at the set-up that receives it. */
@NullMarked
package io.mailroom.examples.command;

import org.jspecify.annotations.NullMarked;
