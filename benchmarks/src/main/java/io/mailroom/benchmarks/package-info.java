/** Measurements beside peers; see the README of the module for the commands. */
@NullMarked
package io.mailroom.benchmarks;

import org.jspecify.annotations.NullMarked;
