package io.mailroom.internal.host;

import io.mailroom.spi.FailedMessage;
import io.mailroom.spi.FailedMessages;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a person does with put-aside messages, at moments when no session is at work. Usable from any thread. */
final class BetweenSessions implements FailedMessages {
    private final Supplier<FailedMessages> messages;
    private final Lock inSession;

    /**
     * @param messages of a service that is started
     * @param inSession held by the session at work
     */
    BetweenSessions(Supplier<FailedMessages> messages, Lock inSession) {
        this.messages = messages;
        this.inSession = inSession;
    }

    @Override
    public List<FailedMessage> list(int most) {
        return alone(all -> all.list(most));
    }

    @Override
    public Optional<FailedMessage> find(String id) {
        return alone(all -> all.find(id));
    }

    @Override
    public boolean retry(String id) {
        return alone(all -> all.retry(id));
    }

    @Override
    public boolean discard(String id) {
        return alone(all -> all.discard(id));
    }

    private <T> T alone(Function<FailedMessages, T> work) {
        inSession.lock();
        try {
            return work.apply(messages.get());
        } finally {
            inSession.unlock();
        }
    }
}
