package io.mailroom.event;

/** How long the values of an event may be, in UTF-16 units. What is longer is cut; the whole stays in a file. */
final class EventLimits {
    /** Any value that has no limit of its own; as long as one header field may be. */
    static final int VALUE = 100 * 1024;
    /** TextNote and HTMLBody; the whole body is then in a file of its own. */
    static final int BODY = 1024 * 1024;
    /** ToList, CcList and SenderReplyNames. */
    static final int ADDRESS_LIST = 1024 * 1024;
    /** DsnContent. */
    static final int REPORT_TEXT = 64 * 1024;
    /** One value of a delivery report. */
    static final int REPORT_VALUE = 2_000;
    /** All recipients of a delivery report together, in the typed view. */
    static final int REPORT = 1024 * 1024;
    /** Addresses of a bounce in no standard form. */
    static final int BOUNCE_RECIPIENTS = 100;
    /** FileName%d; 255 bytes of UTF-8 are never more characters. */
    static final int FILE_NAME = 255;
    /** A Content-ID. */
    static final int CONTENT_ID = 1_000;
    /** Defects: at most this many are named, the rest is counted. */
    static final int DEFECTS = 100;

    private EventLimits() {}
}
