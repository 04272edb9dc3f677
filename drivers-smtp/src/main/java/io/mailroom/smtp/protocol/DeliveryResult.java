package io.mailroom.smtp.protocol;

import io.mailroom.CommunicationsException;
import io.mailroom.smtp.RecipientResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What submitting a message over one connection came to.
 *
 * @param recipients one result for each, in order
 * @param elsewhere those that the server definitely has not taken because it failed as a whole, so that another server
 *     may be asked for them
 * @param failure why, when {@code elsewhere} holds anybody
 * @param stale true when a connection that had been used before turned out to be dead, before anything was heard: the
 *     same server may be asked again over a new one
 */
public record DeliveryResult(
        List<RecipientResult> recipients,
        Set<String> elsewhere,
        @Nullable CommunicationsException failure,
        boolean stale) {
    public DeliveryResult {
        recipients = List.copyOf(recipients);
        elsewhere = Set.copyOf(elsewhere);
    }

    /** What ended the session, when another server may be asked. */
    public Optional<CommunicationsException> serverFailure() {
        return Optional.ofNullable(failure);
    }
}
