package io.mailroom.internal.host;

import io.mailroom.spi.CommunicationsService;
import org.jspecify.annotations.Nullable;

/**
 * A service and the log it writes to.
 *
 * @param service of one profile
 * @param log of the service; null without <i>LogDebug</i>
 */
record OpenedService(
        CommunicationsService service, @Nullable DebugLog log) implements AutoCloseable {
    @Override
    public void close() {
        try {
            service.close();
        } finally {
            if (log != null) {
                log.close();
            }
        }
    }
}
