package io.mailroom.benchmarks.receive;

import io.mailroom.event.Outcome;
import io.mailroom.internal.host.GroupPlan;
import io.mailroom.internal.host.Host;
import io.mailroom.internal.host.HostSetup;
import io.mailroom.spool.DiskFile;
import io.mailroom.spool.ForwardingDisk;
import io.mailroom.spool.LocalDisk;
import io.mailroom.spool.MailboxRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How we would receive without a single barrier: what durability costs is the difference. */
final class Unforced {
    private Unforced() {}

    static int inOneSession(Account account, Path home, int expected) {
        AtomicInteger handled = new AtomicInteger();
        Map<String, String> whole = Map.of(account.protocol() + " Batch Size", String.valueOf(expected));
        GroupPlan plan = GroupPlan.ofProfile("bench", event -> {
            handled.incrementAndGet();
            return Outcome.ACCEPTED;
        });
        HostSetup setup = HostSetup.builder()
                .home(home)
                .profile(Ours.profile(account, whole))
                .plan(plan)
                .disk(new LazyDisk())
                .registry(new MailboxRegistry())
                .build();
        try (Host host = new Host(setup)) {
            while (host.poll("bench").moreWaiting()) {
                continue;
            }
        }
        return handled.get();
    }

    /** Forces nothing. */
    private static final class LazyDisk extends ForwardingDisk {
        LazyDisk() {
            super(new LocalDisk());
        }

        @Override
        public DiskFile create(Path file, String label) throws IOException {
            return new LazyFile(super.create(file, label));
        }

        @Override
        public DiskFile append(Path file, String label) throws IOException {
            return new LazyFile(super.append(file, label));
        }

        @Override
        public void forceDirectory(Path directory, String label) {
            // what this disk is for
        }
    }

    private record LazyFile(DiskFile file) implements DiskFile {
        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
        }

        @Override
        public void force() {
            // what this disk is for
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
