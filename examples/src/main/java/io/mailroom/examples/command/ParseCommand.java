package io.mailroom.examples.command;

import io.mailroom.event.MappedMessage;
import io.mailroom.event.MappingOptions;
import io.mailroom.event.MessageMapper;
import io.mailroom.event.MessageOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailroom parse}: the event that each message would become. */
@Command(
        name = "parse",
        description = "Shows what becomes of a message: fields, text and files of its event.",
        footer = {
            "",
            "Exit code 0 for any message, however malformed; 1 when a file cannot be read.",
            "Example: mailroom parse --out parts message.eml%n"
        })
final class ParseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private EventOptions events;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Keep the files of the events in this directory. Without it they are only measured.")
    private @Nullable Path out;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A message as it was sent, usually .eml.")
    private List<Path> files;

    @Override
    public Integer call() throws IOException {
        if (out != null) {
            Files.createDirectories(out);
        }
        EventFormat format = events.format(Screen.of(command));
        MessageMapper mapper = new MessageMapper(MappingOptions.DEFAULT);
        int code = 0;
        for (Path file : files) {
            MappedMessage message;
            try {
                message = parse(mapper, file);
            } catch (IOException e) {
                code = ErrorReport.of(command).show(file, e);
                continue;
            }
            format.show(file.toString(), message.fields(), message.message());
            command.commandLine().getOut().flush();
        }
        return code;
    }

    private MappedMessage parse(MessageMapper mapper, Path file) throws IOException {
        MessageOrigin origin = MessageOrigin.unknown(digest(file));
        if (out == null) {
            return mapper.map(file, origin, new MeasuredFiles());
        }
        NamedFiles kept = new NamedFiles(out, file);
        try {
            return mapper.map(file, origin, kept);
        } catch (IOException | RuntimeException e) {
            kept.remove();
            throw e;
        }
    }

    private static String digest(Path file) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
