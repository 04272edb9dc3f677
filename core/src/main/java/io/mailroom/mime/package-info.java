/**
 * Reads a message as it streams, in memory that does not grow with it, and tells what was wrong with it as
 * data. Knows only the JDK; nothing here fetches, renders or runs anything a message names.
 */
@NullMarked
package io.mailroom.mime;

import org.jspecify.annotations.NullMarked;
