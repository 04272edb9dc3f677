/** One class for each fuzz target; Jazzer calls {@code fuzzerTestOneInput}. Not published. */
@NullMarked
package io.mailroom.fuzz;

import org.jspecify.annotations.NullMarked;
