/**
 * How a kind of server is reached (contract section 11). Three roles: the {@link io.mailroom.spi.ServiceClient client}
 * is what the host implements and the driver calls; the {@link io.mailroom.spi.CommunicationsDriver driver} is one per
 * kind of server and makes services; a {@link io.mailroom.spi.CommunicationsService service} serves one profile.
 * Nothing here assumes e-mail, except {@link io.mailroom.spi.Mailbox} and its kin, which only receiving mail drivers use.
 */
@NullMarked
package io.mailroom.spi;

import org.jspecify.annotations.NullMarked;
