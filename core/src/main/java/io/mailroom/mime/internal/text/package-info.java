/** Charsets, encoded words and header text, decoded from raw bytes in linear time, without exceptions for bad input. */
@NullMarked
package io.mailroom.mime.internal.text;

import org.jspecify.annotations.NullMarked;
