package io.mailroom.internal.housekeeping;

import io.mailroom.profile.Settings;
import io.mailroom.spi.InboundParameters;
import io.mailroom.spi.RetentionParameters;
import io.mailroom.spool.SpoolDirectories;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the files of a profile lie, and how long they stay. Relative directories lie below the library's home. */
public final class ProfilePlaces {
    private final Settings settings;
    private final Path home;

    public ProfilePlaces(Settings settings, Path home) {
        this.settings = settings;
        this.home = home;
    }

    /** True when its driver receives. */
    public boolean receives() {
        return settings.declares(InboundParameters.INCOMING_EMAIL_DIRECTORY);
    }

    /** True when its driver sends. */
    public boolean sends() {
        return settings.declares(RetentionParameters.SENT_EMAIL_DIRECTORY);
    }

    /** Where its driver keeps what it sends. */
    public Path sent() {
        return (sends() ? home.resolve(settings.get(RetentionParameters.SENT_EMAIL_DIRECTORY)) : home.resolve("sent"))
                .toAbsolutePath()
                .normalize();
    }

    /** All six, of a driver that receives. */
    public SpoolDirectories directories() {
        return new SpoolDirectories(
                home.resolve(settings.get(InboundParameters.INCOMING_EMAIL_DIRECTORY)),
                home.resolve(settings.get(InboundParameters.PROCESSED_EMAIL_DIRECTORY)),
                home.resolve(settings.get(InboundParameters.FAILED_EMAIL_DIRECTORY)),
                home.resolve(settings.get(InboundParameters.LOOPBACK_EMAIL_DIRECTORY)),
                sent(),
                home.resolve(settings.get(InboundParameters.QUEUED_EMAIL_DIRECTORY)));
    }

    /** How long messages stay in each of its directories. */
    public Map<Path, RetentionLimits> retention() {
        Map<Path, RetentionLimits> limits = new LinkedHashMap<>();
        if (receives()) {
            SpoolDirectories all = directories();
            limits.put(
                    all.processed(),
                    new RetentionLimits(
                            settings.get(RetentionParameters.PROCESSED_TIME),
                            settings.get(RetentionParameters.PROCESSED_SIZE)));
            limits.put(
                    all.failed(),
                    new RetentionLimits(
                            settings.get(RetentionParameters.FAILED_TIME),
                            settings.get(RetentionParameters.FAILED_SIZE)));
            limits.put(
                    all.loopback(),
                    new RetentionLimits(
                            settings.get(RetentionParameters.LOOPBACK_TIME),
                            settings.get(RetentionParameters.LOOPBACK_SIZE)));
        }
        if (sends()) {
            limits.put(
                    sent(),
                    new RetentionLimits(
                            settings.get(RetentionParameters.SENT_TIME), settings.get(RetentionParameters.SENT_SIZE)));
        }
        return limits;
    }
}
