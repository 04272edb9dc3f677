/** Finds entities, headers and delimiters in one pass over a window of the raw message, with an explicit stack. */
@NullMarked
package io.mailroom.mime.internal.scan;

import org.jspecify.annotations.NullMarked;
