package io.mailroom.internal.host;

import io.mailroom.spool.Disk;
import io.mailroom.spool.DiskFile;
import io.mailroom.wire.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * <i>LogDebug</i>: one file for each service instance, in the library's log directory, and the same lines on SLF4J at
 * debug. Secrets are masked and bodies counted before a line gets here. Bounded: at {@link #MAX_BYTES} the file ends
 * with a line that says so. Usable from any thread.
 */
final class DebugLog implements AutoCloseable {
    /** Most of one service's log. */
    static final long MAX_BYTES = 64L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger("io.mailroom.transcript");

    private final String profile;
    private final Disk disk;
    private final Supplier<Path> name;
    private final Clock clock;
    private DiskFile file;
    private boolean ended;

    /** @param name the file, asked for when the first line comes */
    DebugLog(String profile, Disk disk, Supplier<Path> name, Clock clock) {
        this.profile = profile;
        this.disk = disk;
        this.name = name;
        this.clock = clock;
    }

    /** A transcript for one more connection. */
    Transcript transcript() {
        return Transcript.to(this::write);
    }

    private synchronized void write(String line) {
        LOG.atDebug().addKeyValue("profile", profile).log("{}", line);
        if (ended) {
            return;
        }
        try {
            if (file == null) {
                Path path = name.get();
                disk.createDirectories(Objects.requireNonNull(path.getParent(), "the log has a directory"), "log");
                file = disk.append(path, "log");
            }
            boolean full = file.size() > MAX_BYTES;
            String text = full ? "log ends here: " + MAX_BYTES + " bytes" : line;
            byte[] bytes = (clock.instant() + " " + text + "\n").getBytes(StandardCharsets.UTF_8);
            file.write(bytes, 0, bytes.length);
            ended = full;
        } catch (IOException e) {
            ended = true;
            LOG.atWarn()
                    .addKeyValue("profile", profile)
                    .setCause(e)
                    .log("The log file of the service could not be written; it goes on without");
        }
    }

    @Override
    public synchronized void close() {
        ended = true;
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.atDebug().addKeyValue("profile", profile).setCause(e).log("Closing the log file failed");
            }
        }
    }
}
