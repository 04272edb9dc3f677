package io.mailroom.mime;

import java.time.Duration;
import java.util.Objects;

/**
 * How much of a message is looked at. Nothing beyond a limit is lost: it stays in the original file and, where it is
 * content, in one opaque part; each limit that was met is a {@link Defect}. Immutable; {@link #with()} makes another.
 *
 * <p>Groups in address lists are always flattened, whatever their depth, so they need no limit of their own.
 */
public final class MimeLimits {
    /** The limits used unless others are given; each builder method names its default. */
    public static final MimeLimits DEFAULT = new MimeLimits(new Builder());

    private final long messageBytes;
    private final int headerBytes;
    private final int allHeaderBytes;
    private final int fieldBytes;
    private final int fields;
    private final int addresses;
    private final int depth;
    private final int parts;
    private final int boundaryBytes;
    private final int parameters;
    private final int parameterSegments;
    private final int encodedWords;
    private final int fileNameBytes;
    private final int reportRecipients;
    private final int defects;
    private final Duration parseTime;

    private MimeLimits(Builder from) {
        messageBytes = from.messageBytes;
        headerBytes = from.headerBytes;
        allHeaderBytes = from.allHeaderBytes;
        fieldBytes = from.fieldBytes;
        fields = from.fields;
        addresses = from.addresses;
        depth = from.depth;
        parts = from.parts;
        boundaryBytes = from.boundaryBytes;
        parameters = from.parameters;
        parameterSegments = from.parameterSegments;
        encodedWords = from.encodedWords;
        fileNameBytes = from.fileNameBytes;
        reportRecipients = from.reportRecipients;
        defects = from.defects;
        parseTime = from.parseTime;
    }

    /** A builder that starts from these limits. */
    public Builder with() {
        return new Builder(this);
    }

    /** Bytes of the whole message. */
    public long messageBytes() {
        return messageBytes;
    }

    /** Bytes of the header of one entity, line ends and all. */
    public int headerBytes() {
        return headerBytes;
    }

    /** Bytes of the headers of all entities together. */
    public int allHeaderBytes() {
        return allHeaderBytes;
    }

    /** Bytes of one header field with its continuation lines. */
    public int fieldBytes() {
        return fieldBytes;
    }

    /** Fields in the header of one entity. */
    public int fields() {
        return fields;
    }

    /** Addresses of a message, all lists together. */
    public int addresses() {
        return addresses;
    }

    /** Levels of multipart and message/rfc822 together. */
    public int depth() {
        return depth;
    }

    /** Leaf parts. */
    public int parts() {
        return parts;
    }

    /** Bytes of a boundary; above 70 (RFC 2046 §5.1.1) it is a defect and works all the same. */
    public int boundaryBytes() {
        return boundaryBytes;
    }

    /** Parameters of one field. */
    public int parameters() {
        return parameters;
    }

    /** RFC 2231 segments of one field. */
    public int parameterSegments() {
        return parameterSegments;
    }

    /** Encoded words of one field. */
    public int encodedWords() {
        return encodedWords;
    }

    /** Bytes in UTF-8 of a cleaned file name. */
    public int fileNameBytes() {
        return fileNameBytes;
    }

    /** Recipients of one delivery status notification. */
    public int reportRecipients() {
        return reportRecipients;
    }

    /** Defects kept of one message; more are only counted. */
    public int defects() {
        return defects;
    }

    /** Time spent on one message, after which the rest is one opaque part. */
    public Duration parseTime() {
        return parseTime;
    }

    /** Changes single limits; each must be at least 1. Not for use by several threads. */
    public static final class Builder {
        private long messageBytes = 50L * 1024 * 1024;
        private int headerBytes = 1024 * 1024;
        private int allHeaderBytes = 8 * 1024 * 1024;
        private int fieldBytes = 100 * 1024;
        private int fields = 2_000;
        private int addresses = 10_000;
        private int depth = 50;
        private int parts = 1_000;
        private int boundaryBytes = 2_048;
        private int parameters = 128;
        private int parameterSegments = 128;
        private int encodedWords = 500;
        private int fileNameBytes = 255;
        private int reportRecipients = 1_000;
        private int defects = 100;
        private Duration parseTime = Duration.ofSeconds(10);

        private Builder() {}

        private Builder(MimeLimits from) {
            messageBytes = from.messageBytes;
            headerBytes = from.headerBytes;
            allHeaderBytes = from.allHeaderBytes;
            fieldBytes = from.fieldBytes;
            fields = from.fields;
            addresses = from.addresses;
            depth = from.depth;
            parts = from.parts;
            boundaryBytes = from.boundaryBytes;
            parameters = from.parameters;
            parameterSegments = from.parameterSegments;
            encodedWords = from.encodedWords;
            fileNameBytes = from.fileNameBytes;
            reportRecipients = from.reportRecipients;
            defects = from.defects;
            parseTime = from.parseTime;
        }

        /** Bytes; 52,428,800 (50 MiB) by default. */
        public Builder messageBytes(long bytes) {
            messageBytes = positive(bytes, "messageBytes");
            return this;
        }

        /** Bytes; 1,048,576 by default. */
        public Builder headerBytes(int bytes) {
            headerBytes = positive(bytes, "headerBytes");
            return this;
        }

        /** Bytes; 8,388,608 by default. */
        public Builder allHeaderBytes(int bytes) {
            allHeaderBytes = positive(bytes, "allHeaderBytes");
            return this;
        }

        /** Bytes; 102,400 by default. */
        public Builder fieldBytes(int bytes) {
            fieldBytes = positive(bytes, "fieldBytes");
            return this;
        }

        /** Fields; 2,000 by default. */
        public Builder fields(int count) {
            fields = positive(count, "fields");
            return this;
        }

        /** Addresses; 10,000 by default. */
        public Builder addresses(int count) {
            addresses = positive(count, "addresses");
            return this;
        }

        /** Levels; 50 by default. */
        public Builder depth(int levels) {
            depth = positive(levels, "depth");
            return this;
        }

        /** Parts; 1,000 by default. */
        public Builder parts(int count) {
            parts = positive(count, "parts");
            return this;
        }

        /** Bytes; 2,048 by default. */
        public Builder boundaryBytes(int bytes) {
            boundaryBytes = positive(bytes, "boundaryBytes");
            return this;
        }

        /** Parameters; 128 by default. */
        public Builder parameters(int count) {
            parameters = positive(count, "parameters");
            return this;
        }

        /** Segments; 128 by default. */
        public Builder parameterSegments(int count) {
            parameterSegments = positive(count, "parameterSegments");
            return this;
        }

        /** Encoded words; 500 by default. */
        public Builder encodedWords(int count) {
            encodedWords = positive(count, "encodedWords");
            return this;
        }

        /** Bytes in UTF-8; 255 by default. */
        public Builder fileNameBytes(int bytes) {
            fileNameBytes = positive(bytes, "fileNameBytes");
            return this;
        }

        /** Recipients; 1,000 by default. */
        public Builder reportRecipients(int count) {
            reportRecipients = positive(count, "reportRecipients");
            return this;
        }

        /** Defects; 100 by default. */
        public Builder defects(int count) {
            defects = positive(count, "defects");
            return this;
        }

        /** Ten seconds by default. */
        public Builder parseTime(Duration time) {
            if (Objects.requireNonNull(time, "time").isZero() || time.isNegative()) {
                throw new IllegalArgumentException("parseTime must be positive, not " + time);
            }
            parseTime = time;
            return this;
        }

        /** The limits. */
        public MimeLimits build() {
            return new MimeLimits(this);
        }

        private static int positive(int value, String name) {
            return (int) positive((long) value, name);
        }

        private static long positive(long value, String name) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
            return value;
        }
    }
}
