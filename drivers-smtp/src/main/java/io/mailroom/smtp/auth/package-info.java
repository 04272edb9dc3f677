/**
 * Logging in by SASL (RFC 4422), for sending and receiving alike. It knows mechanisms and in which order to try them;
 * how a protocol carries the messages is said by its {@link io.mailroom.smtp.auth.SaslCarrier}.
 */
@NullMarked
package io.mailroom.smtp.auth;

import org.jspecify.annotations.NullMarked;
