package io.mailroom.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connects over TCP. Asks DNS for every address of the host and takes the first that answers. */
public final class SocketConnector implements Connector {
    /** Most addresses of one host that are tried. */
    public static final int MOST_ADDRESSES = 8;

    /** Longest wait for an address while there is another to try. */
    public static final Duration LONGEST_WAIT_BEFORE_NEXT = Duration.ofSeconds(10);

    private final Resolver resolver;

    /** Finds the addresses of a name. */
    @FunctionalInterface
    public interface Resolver {
        /**
         * Asks for all addresses of a host.
         *
         * @return at least one, in the order in which to try them
         * @throws UnknownHostException when there is none
         */
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** Uses the system's resolver. */
    public SocketConnector() {
        this(host -> List.of(InetAddress.getAllByName(host)));
    }

    /** Uses another resolver. */
    public SocketConnector(Resolver resolver) {
        this.resolver = Objects.requireNonNull(resolver, "resolver");
    }

    @Override
    public Wire connect(Endpoint endpoint, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<InetAddress> addresses = addressesOf(endpoint.asciiHost(), timeout);
        List<String> failures = new ArrayList<>();
        int tries = Math.min(addresses.size(), MOST_ADDRESSES);
        for (int i = 0; i < tries; i++) {
            InetAddress address = addresses.get(i);
            Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            Duration slice = i < tries - 1 ? shorter(left.dividedBy(tries - i), LONGEST_WAIT_BEFORE_NEXT) : left;
            try {
                return SocketWire.open(new InetSocketAddress(address, endpoint.port()), slice);
            } catch (SocketTimeoutException late) {
                failures.add("no answer within " + slice.toMillis() + " ms from " + address.getHostAddress());
            } catch (InterruptedIOException interrupted) {
                throw interrupted;
            } catch (IOException refused) {
                failures.add(words(refused) + " by " + address.getHostAddress());
            }
        }
        throw new ConnectException(String.join("; ", failures));
    }

    private static String words(IOException refused) {
        return refused instanceof ConnectException ? "refused" : "failed (" + refused.getMessage() + ")";
    }

    /** The system's resolver knows neither time-out nor interrupt, so it gets a thread of its own to be late on. */
    private List<InetAddress> addressesOf(String host, Duration timeout) throws IOException {
        var literal = Literals.parse(host);
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> resolver.resolve(host));
        Thread thread = new Thread(lookup, "mailroom-dns");
        thread.setDaemon(true);
        thread.start();
        try {
            List<InetAddress> found = lookup.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (found.isEmpty()) {
                throw new UnknownHostException("DNS has no address for this name");
            }
            return found;
        } catch (TimeoutException late) {
            throw new SocketTimeoutException("DNS did not answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking DNS");
        } catch (ExecutionException failed) {
            UnknownHostException unknown = new UnknownHostException("DNS has no address for this name");
            unknown.initCause(failed.getCause());
            throw unknown;
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
