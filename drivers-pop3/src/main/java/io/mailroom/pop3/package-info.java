/**
 * Receives mail over POP3 (RFC 1939, 2449, 2595, 5034, 6856) with a client of our own: pipelined where the server
 * allows it, streaming, and with an ear for what QUIT is answered.
 */
@NullMarked
package io.mailroom.pop3;

import org.jspecify.annotations.NullMarked;
