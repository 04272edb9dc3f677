/**
 * SMTP as a client speaks it (RFC 5321): one connection, its replies and extensions, a pool of connections. Pipelines
 * (RFC 2920) and knows at each moment how far a message has come. Not exported.
 */
@NullMarked
package io.mailroom.smtp.protocol;

import org.jspecify.annotations.NullMarked;
