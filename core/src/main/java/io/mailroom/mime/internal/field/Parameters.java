package io.mailroom.mime.internal.field;

import java.util.Map;

/**
 * What follows the value of a Content-Type or Content-Disposition.
 *
 * @param values decoded, by lower-case name, in the sender's order; unmodifiable
 * @param boundary the raw bytes of the boundary parameter; empty when there is none; not to be changed
 */
record Parameters(Map<String, String> values, byte[] boundary) {
    static final Parameters NONE = new Parameters(Map.of(), new byte[0]);
}
