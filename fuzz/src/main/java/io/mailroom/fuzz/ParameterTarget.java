package io.mailroom.fuzz;

import io.mailroom.mime.ContentType;
import io.mailroom.mime.DefectSink;
import io.mailroom.mime.internal.field.AttachmentName;
import io.mailroom.mime.internal.field.ContentFields;
import java.nio.charset.StandardCharsets;

/** Content-Type, Content-Disposition and the file names in them. */
public final class ParameterTarget {
    private ParameterTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) {
        ContentType type = ContentFields.contentType(Checks.CONTEXT, data, 0, data.length, 0);
        ContentFields.disposition(Checks.CONTEXT, data, 0, data.length, 0)
                .fileName()
                .ifPresent(name -> {
                    Checks.oneLine(name);
                    cleanTwice(name, type);
                });
        Checks.hold(type.parameters().size() <= 256, "too many parameters");
    }

    private static void cleanTwice(String name, ContentType type) {
        String clean = AttachmentName.of(name, type, 255, DefectSink.NONE, 0);
        Checks.oneLine(clean);
        Checks.hold(!clean.isEmpty() && clean.indexOf((char) 0x2f) < 0 && clean.indexOf((char) 0x5c) < 0, "a path");
        Checks.hold(clean.getBytes(StandardCharsets.UTF_8).length <= 255, "a name too long");
        Checks.hold(clean.equals(AttachmentName.of(clean, type, 255, DefectSink.NONE, 0)), "not clean at once");
    }
}
