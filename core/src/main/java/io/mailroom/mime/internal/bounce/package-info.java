/** Delivery reports: the standard ones (RFC 3464) field by field, the others by rules kept as data. */
@NullMarked
package io.mailroom.mime.internal.bounce;

import org.jspecify.annotations.NullMarked;
