/** A line that takes its time. */
@org.jspecify.annotations.NullMarked
package io.mailroom.benchmarks.line;
