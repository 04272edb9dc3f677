/** What the host is told: events, their documented fields, the handler and its answer. */
@NullMarked
package io.mailroom.event;

import org.jspecify.annotations.NullMarked;
