package io.mailroom.fuzz;

import io.mailroom.mime.MessageReader;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.PartSink;
import io.mailroom.mime.ReadOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A whole message: no exception, limits held, the same result twice. */
public final class MessageTarget {
    private MessageTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        ParsedMessage first = read(data);
        ParsedMessage second = read(data);
        Checks.hold(
                first.parts().size() <= 2 * MimeLimits.DEFAULT.parts() + MimeLimits.DEFAULT.depth(), "too many parts");
        Checks.hold(first.defects().equals(second.defects()), "another result the second time");
        Checks.oneLine(first.subject());
    }

    private static ParsedMessage read(byte[] data) throws IOException {
        MessageReader reader = new MessageReader(MimeLimits.DEFAULT, ReadOptions.DEFAULT);
        ParsedMessage message = reader.read(new ByteArrayInputStream(data), PartSink.discarding());
        message.text().ifPresent(text -> text.reflowed());
        message.html().ifPresent(text -> text.text());
        return message;
    }
}
