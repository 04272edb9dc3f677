package io.mailroom.internal.inbound;

import io.mailroom.event.LoopSeal;
import io.mailroom.spi.ServiceClient;
import io.mailroom.spool.Disk;
import io.mailroom.spool.MailboxRegistry;
import io.mailroom.spool.SpoolName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the host provides to one receiving service.
 *
 * @param profile name of the profile
 * @param channel channel string of its driver
 * @param home directories of the profile that are relative lie below it
 * @param testMode nothing is deleted on the server, and all files lie below the home in their usual places
 * @param disk the only way to files
 * @param clock the only clock
 * @param uptimeMillis milliseconds since the application started
 * @param names of the service's files
 * @param registry of mailboxes in use
 * @param client takes the events
 * @param seal tells our own automatic mail; asked for when the service starts
 */
public record InboundWorld(
        String profile,
        String channel,
        Path home,
        boolean testMode,
        Disk disk,
        Clock clock,
        LongSupplier uptimeMillis,
        SpoolName names,
        MailboxRegistry registry,
        ServiceClient client,
        Supplier<LoopSeal> seal) {}
