/** The structured fields of a header: parameters, addresses, dates, ids and file names, each read in linear time. */
@NullMarked
package io.mailroom.mime.internal.field;

import org.jspecify.annotations.NullMarked;
