/** One story a class: what an application does with Mailroom, ready to be copied. */
@NullMarked
package io.mailroom.examples;

import org.jspecify.annotations.NullMarked;
