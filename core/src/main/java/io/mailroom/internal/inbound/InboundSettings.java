package io.mailroom.internal.inbound;

import io.mailroom.event.MappingOptions;
import io.mailroom.mime.MailAddress;
import io.mailroom.mime.MimeLimits;
import io.mailroom.profile.EmailAddress;
import io.mailroom.profile.Settings;
import io.mailroom.spi.InboundParameters;
import java.time.Duration;

/**
 * What the receiving pipeline reads of a profile's settings, once.
 *
 * @param receiver the profile's From Address
 * @param leaveOnServer nothing is deleted on the server
 * @param deleteProcessed the stored copy goes when the message is handed over; else it moves to Processed
 * @param maxMessageBytes larger messages stay on the server
 * @param minimumFreeBytes that stay free on the disk
 * @param loopbackInterval zero switches detection off
 * @param loopbackCount mails within the interval before a sender is blocked
 * @param processLoopback candidates become flagged events; else they go to Loopback
 * @param mapping what is made of a message
 */
record InboundSettings(
        MailAddress receiver,
        boolean leaveOnServer,
        boolean deleteProcessed,
        long maxMessageBytes,
        long minimumFreeBytes,
        Duration loopbackInterval,
        int loopbackCount,
        boolean processLoopback,
        MappingOptions mapping) {

    static InboundSettings of(Settings settings) {
        EmailAddress from = settings.get(InboundParameters.FROM_ADDRESS);
        long maxBytes = settings.get(InboundParameters.MAX_MESSAGE_SIZE);
        return new InboundSettings(
                new MailAddress(from.name(), from.address()),
                settings.get(InboundParameters.LEAVE_MESSAGES_ON_SERVER),
                settings.get(InboundParameters.DELETE_PROCESSED_MESSAGES),
                maxBytes,
                settings.get(InboundParameters.MINIMUM_FREE_SPACE),
                settings.get(InboundParameters.LOOPBACK_DETECTION_INTERVAL),
                settings.get(InboundParameters.LOOPBACK_DETECTION_COUNT),
                settings.get(InboundParameters.PROCESS_IF_LOOPBACK_DETECTED),
                new MappingOptions(
                        settings.get(InboundParameters.RETURN_ATTACHMENTS),
                        settings.get(InboundParameters.PARSE_EMBEDDED_MESSAGES),
                        settings.get(InboundParameters.CONVERT_INCOMING_TO_PLAIN_TEXT),
                        MimeLimits.DEFAULT.with().messageBytes(maxBytes).build()));
    }

    /** The same, but nothing is deleted on the server; each message is looked at once all the same. */
    InboundSettings inTestMode() {
        return new InboundSettings(
                receiver,
                true,
                true,
                maxMessageBytes,
                minimumFreeBytes,
                loopbackInterval,
                loopbackCount,
                processLoopback,
                mapping);
    }
}
