package io.mailroom.mime.internal.text;

import io.mailroom.mime.DefectSink;
import io.mailroom.mime.MimeLimits;
import java.nio.charset.Charset;

/**
 * What decoding any header field of one message needs to know.
 *
 * @param limits how much is looked at
 * @param defects who is told
 * @param fallback for raw 8-bit bytes that are not UTF-8; windows-1252 means that it is guessed from the bytes
 */
public record HeaderContext(MimeLimits limits, DefectSink defects, Charset fallback) {
    /** Guesses what raw 8-bit bytes are. */
    public HeaderContext(MimeLimits limits, DefectSink defects) {
        this(limits, defects, CharsetLabels.WINDOWS_1252);
    }
}
