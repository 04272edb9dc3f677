/** How connections are secured, for sending and receiving alike. */
@NullMarked
package io.mailroom.smtp.tls;

import org.jspecify.annotations.NullMarked;
