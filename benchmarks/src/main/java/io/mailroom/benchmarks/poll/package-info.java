/** One receiver and many mailboxes. */
@NullMarked
package io.mailroom.benchmarks.poll;

import org.jspecify.annotations.NullMarked;
