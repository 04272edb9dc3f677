/** From an outbound message to its bytes: checks, header fields, encodings, line ends. Not exported. */
@NullMarked
package io.mailroom.smtp.compose;

import org.jspecify.annotations.NullMarked;
