package io.mailroom.examples.command;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.mailroom.event.EventFields;
import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Appends each event to a file, one line of JSON each, and accepts it when the line is on disk. The files of the events stay,
 * and are the reader's. A file that was moved away is begun anew with the next event. While the disk takes nothing events
 * are put off, and none is put aside.
 */
final class JsonLines implements EventHandler {
    private final Path file;
    private @Nullable FileChannel channel;

    JsonLines(Path file) {
        this.file = file;
    }

    /** The line of an event, with its end. */
    static String line(InboundEvent event) throws IOException {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new EventJson(out).show(event.fields().get(EventFields.ORIG_MSG_FILE), event.fields(), event.message());
        out.flush();
        return text.toString();
    }

    @Override
    public synchronized Outcome handle(InboundEvent event) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(line(event).getBytes(StandardCharsets.UTF_8));
        try {
            append(line);
            return Outcome.ACCEPTED_KEEPING_FILES;
        } catch (IOException e) {
            return Outcome.LATER.because(file + " takes no events: " + e);
        }
    }

    private void append(ByteBuffer bytes) throws IOException {
        FileChannel out = open();
        long start = out.size();
        boolean whole = false;
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(false);
            whole = true;
        } finally {
            if (!whole) {
                out.truncate(start); // half a line would spoil the next one
            }
        }
    }

    private FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open == null || !open.isOpen() || !Files.exists(file)) {
            close();
            Files.createDirectories(file.getParent());
            open = FileChannel.open(file, CREATE, WRITE, APPEND);
            channel = open;
        }
        return open;
    }

    synchronized void close() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            open.close();
        }
    }
}
