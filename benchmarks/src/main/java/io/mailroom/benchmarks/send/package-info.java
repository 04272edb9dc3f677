/** Sending, side by side with peers, to real servers. */
@NullMarked
package io.mailroom.benchmarks.send;

import org.jspecify.annotations.NullMarked;
