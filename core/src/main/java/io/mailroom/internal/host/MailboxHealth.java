package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.spi.SessionReport;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the sessions of one profile went; outlives a reload. Usable from any thread. */
final class MailboxHealth {
    private @Nullable Instant lastSuccess;
    private @Nullable CommunicationsException lastFailure;
    private int failures;
    private long received;

    /** A moment's copy. */
    record Reading(
            Optional<Instant> lastSuccess,
            int failures,
            Optional<String> error,
            Optional<ErrorKind> kind,
            long received) {}

    synchronized void succeeded(Instant now, SessionReport report) {
        lastSuccess = now;
        lastFailure = null;
        failures = 0;
        received += report.handedOver();
    }

    synchronized void failed(CommunicationsException error) {
        lastFailure = error;
        failures++;
    }

    /** With new settings, old failures say nothing. */
    synchronized MailboxHealth forgiven() {
        lastFailure = null;
        failures = 0;
        return this;
    }

    synchronized int failures() {
        return failures;
    }

    synchronized Reading read() {
        Optional<CommunicationsException> failure = Optional.ofNullable(lastFailure);
        return new Reading(
                Optional.ofNullable(lastSuccess),
                failures,
                failure.map(CommunicationsException::getMessage),
                failure.map(CommunicationsException::kind),
                received);
    }
}
