/** Events on disk between the receiver and the handler (contract section 8): one file an event, its name its state. */
@NullMarked
package io.mailroom.internal.queue;

import org.jspecify.annotations.NullMarked;
