/** What a receiver does, as meters of Micrometer. */
@NullMarked
package io.mailroom.micrometer;

import org.jspecify.annotations.NullMarked;
