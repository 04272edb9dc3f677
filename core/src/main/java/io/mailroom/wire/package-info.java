/**
 * What crosses the network: connections that can be cut, replaced and recorded, lines and dot-terminated blocks on
 * top of them, and the transcript that must not show a secret. Knows the JDK and the errors of {@code io.mailroom}.
 */
@NullMarked
package io.mailroom.wire;

import org.jspecify.annotations.NullMarked;
