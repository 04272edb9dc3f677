package io.mailroom.spi;

/**
 * What one session came to.
 *
 * @param listed messages the server offered
 * @param handedOver messages that became events
 * @param failed messages put aside in Failed
 * @param loopback messages put aside in Loopback
 * @param leftOnServer messages left because they are larger than the profile allows, or the server would not give them
 * @param moreWaiting true when the server holds more that the next session would take
 */
public record SessionReport(
        int listed, int handedOver, int failed, int loopback, int leftOnServer, boolean moreWaiting) {

    /** A session that found nothing. */
    public static final SessionReport EMPTY = new SessionReport(0, 0, 0, 0, 0, false);
}
