package io.mailroom.testkit;

import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.FailedMessages;
import io.mailroom.spi.MailboxWatch;
import io.mailroom.spi.Receiver;
import io.mailroom.spi.SessionReport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A driver's services, each of whose sessions goes on for as long as there is mail, as they do on a schedule. */
final class BatchAfterBatch implements Receiver {
    private final Receiver receiver;

    private BatchAfterBatch(Receiver receiver) {
        this.receiver = receiver;
    }

    static CommunicationsDriver over(CommunicationsDriver driver) {
        return changed(CommunicationsDriver.class, driver, "open", opened -> service((CommunicationsService) opened));
    }

    private static CommunicationsService service(CommunicationsService service) {
        return changed(
                CommunicationsService.class,
                service,
                "receiver",
                receiver -> ((Optional<?>) receiver).map(each -> new BatchAfterBatch((Receiver) each)));
    }

    @Override
    public SessionReport receive() {
        return receiver.receive(() -> true);
    }

    @Override
    public Optional<MailboxWatch> watch() {
        return receiver.watch();
    }

    @Override
    public String server() {
        return receiver.server();
    }

    @Override
    public FailedMessages failed() {
        return receiver.failed();
    }

    /** Makes something of what a method returned. */
    private interface Change {
        Object of(Object returned);
    }

    private static <T> T changed(Class<T> type, T original, String method, Change change) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, given) -> {
                    Object returned = call(original, called, given);
                    return called.getName().equals(method) && returned != null ? change.of(returned) : returned;
                }));
    }

    private static @Nullable Object call(Object original, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(original, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
