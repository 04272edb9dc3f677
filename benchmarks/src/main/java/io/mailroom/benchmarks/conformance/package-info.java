/** Our reader beside others: what each of them sees in the same message, and where they differ. */
@NullMarked
package io.mailroom.benchmarks.conformance;

import org.jspecify.annotations.NullMarked;
