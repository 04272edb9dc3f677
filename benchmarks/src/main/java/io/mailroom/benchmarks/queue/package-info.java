/** What it costs to start with many queued events, and to hand them over. */
@NullMarked
package io.mailroom.benchmarks.queue;

import org.jspecify.annotations.NullMarked;
