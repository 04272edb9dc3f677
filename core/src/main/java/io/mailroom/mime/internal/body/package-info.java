/** Undoes transfer encodings, slice by slice, in buffers that are kept from part to part. */
@NullMarked
package io.mailroom.mime.internal.body;

import org.jspecify.annotations.NullMarked;
