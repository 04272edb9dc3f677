package io.mailroom.event;

/** What a host implements: one method, called once for each message. */
@FunctionalInterface
public interface EventHandler {
    /**
     * Called when every file the event names is on disk and the message can no longer be lost.
     *
     * <p>{@link Outcome#ACCEPTED} ends the event and removes the files it names; {@link Outcome#ACCEPTED_KEEPING_FILES}
     * ends it and leaves the files to the handler. {@link Outcome#FAILED} or an exception offers the event again and puts
     * it aside after the second time. {@link Outcome#LATER} or a {@link TransientHandlerException} offers it again after
     * a pause, as often as it takes.
     *
     * <p>Called on a worker thread of the profile's group, on a thread of the executor given to the library, or on the
     * thread that polls. The handler of a single profile is called for one event after the other; that of a response
     * group for as many at once as the group has workers. The same event comes again only if the process died before the answer was on disk; then
     * {@link InboundEvent#possibleDuplicate()} is true and {@link InboundEvent#eventId()} is the same. A handler that
     * stores the event id together with its effect handles each message exactly once.
     *
     * @throws Exception any, meaning {@link Outcome#FAILED}; its message becomes the reason
     */
    Outcome handle(InboundEvent event) throws Exception;
}
