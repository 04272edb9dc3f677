package io.mailroom.spi;

import java.util.List;
import java.util.Optional;

/**
 * The messages of a profile that lie in Failed: those whose reading failed, or ended the process three times. Nothing waits
 * for them. Profiles may share the directory; a message whose note is gone is then in the list of each. Usable from any thread. Every method throws {@link
 * io.mailroom.SpoolException} when the disk fails.
 */
public interface FailedMessages {
    /**
     * The messages, those first that were put aside first. Looks at every name in the directory.
     *
     * @param most how many at most, at least 1
     */
    List<FailedMessage> list(int most);

    /** One message. */
    Optional<FailedMessage> find(String id);

    /**
     * Takes a message up once more, with its attempts forgotten: it is stored in Incoming again when this returns, and read at
     * the next poll. Its event has the id it would have had. When reading fails again it comes back here.
     *
     * @return false when there is no such message
     */
    boolean retry(String id);

    /**
     * Removes a message for good.
     *
     * @return false when there is no such message
     */
    boolean discard(String id);
}
