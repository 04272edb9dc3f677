package io.mailroom.spool;

import java.nio.file.Path;

/**
 * Where the files of one profile live. Several profiles may share directories. Paths are made absolute.
 *
 * @param incoming messages as retrieved, their parts, and the index files
 * @param processed messages dealt with, when they are kept
 * @param failed messages that could not be read
 * @param loopback messages held back as likely loops
 * @param sent outbound messages
 * @param queued events, one directory a group
 */
public record SpoolDirectories(Path incoming, Path processed, Path failed, Path loopback, Path sent, Path queued) {
    public SpoolDirectories {
        incoming = incoming.toAbsolutePath().normalize();
        processed = processed.toAbsolutePath().normalize();
        failed = failed.toAbsolutePath().normalize();
        loopback = loopback.toAbsolutePath().normalize();
        sent = sent.toAbsolutePath().normalize();
        queued = queued.toAbsolutePath().normalize();
    }

    /** The six under their usual names in one directory. */
    public static SpoolDirectories under(Path home) {
        return new SpoolDirectories(
                home.resolve("incoming"),
                home.resolve("processed"),
                home.resolve("failed"),
                home.resolve("loopback"),
                home.resolve("sent"),
                home.resolve("queued"));
    }

    /** The directory for one place. */
    public Path of(Place place) {
        return switch (place) {
            case INCOMING -> incoming;
            case PROCESSED -> processed;
            case FAILED -> failed;
            case LOOPBACK -> loopback;
            case SENT -> sent;
            case QUEUED -> queued;
        };
    }

    /** The six places of a spool. */
    public enum Place {
        /** Messages as retrieved, their parts, and the index files. */
        INCOMING,
        /** Messages dealt with, when they are kept. */
        PROCESSED,
        /** Messages that could not be read. */
        FAILED,
        /** Messages held back as likely loops. */
        LOOPBACK,
        /** Outbound messages. */
        SENT,
        /** Events, one directory a group. */
        QUEUED
    }
}
