package io.mailroom.spool;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that counts the names it was asked to list. */
final class Listings extends ForwardingDisk {
    private final AtomicInteger names = new AtomicInteger();

    Listings(Disk disk) {
        super(disk);
    }

    int names() {
        return names.get();
    }

    @Override
    public Listing list(Path directory, String label) throws IOException {
        Listing listing = super.list(directory, label);
        return (Listing) Proxy.newProxyInstance(
                Listing.class.getClassLoader(), new Class<?>[] {Listing.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("next")) {
                        names.incrementAndGet();
                    }
                    try {
                        return method.invoke(listing, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
