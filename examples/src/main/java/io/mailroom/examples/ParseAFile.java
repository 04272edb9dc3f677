package io.mailroom.examples;

import io.mailroom.mime.Defect;
import io.mailroom.mime.MailAddress;
import io.mailroom.mime.MimeLimits;
import io.mailroom.mime.MimePart;
import io.mailroom.mime.ParsedMessage;
import io.mailroom.mime.PartSink;
import io.mailroom.mime.ReadOptions;
import io.mailroom.mime.TextBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads one message from a file, puts its attachments into a directory, and says in a few lines what it holds. */
public final class ParseAFile {
    private ParseAFile() {}

    /** What a message holds: one line for each thing. */
    public static List<String> describe(Path message, Path attachments) throws IOException {
        Files.createDirectories(attachments);
        ParsedMessage parsed =
                ParsedMessage.read(message, MimeLimits.DEFAULT, ReadOptions.DEFAULT, PartSink.into(attachments));
        List<String> lines = new ArrayList<>();
        for (MailAddress from : parsed.from()) {
            lines.add("from " + from.address());
        }
        lines.add("subject " + parsed.subject());
        parsed.text().map(TextBody::text).ifPresent(text -> lines.add("text of " + text.length() + " characters"));
        for (MimePart part : parsed.attachments()) {
            lines.add("attachment " + part.fileName().orElse("(without a name)") + ", "
                    + part.contentType().mediaType() + ", " + part.decodedSize() + " bytes");
        }
        for (Defect defect : parsed.defects()) {
            lines.add("defect " + defect); // noted and read past: no message is too broken to be read
        }
        return lines;
    }
}
