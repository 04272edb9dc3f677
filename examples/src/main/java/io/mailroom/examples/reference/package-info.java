/** Makes the reference pages under {@code docs} from the code they describe. */
@NullMarked
package io.mailroom.examples.reference;

import org.jspecify.annotations.NullMarked;
