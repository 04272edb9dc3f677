package io.mailroom.examples.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.mailroom.SpoolDirectory;
import io.mailroom.SpoolFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** Files and directories of the spool, one line of JSON each. */
final class SpoolJson {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final PrintWriter out;

    SpoolJson(PrintWriter out) {
        this.out = out;
    }

    private interface Members {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** @param removed whether it is removed now */
    void write(SpoolFile file, boolean removed) {
        object(json -> {
            json.writeStringField("file", file.file().toString());
            json.writeStringField("kind", SpoolCommand.word(file.kind()));
            json.writeNumberField("size", file.sizeBytes());
            json.writeStringField("modified", file.modified().toString());
            json.writeStringField("owner", file.owner());
            json.writeBooleanField("removable", file.removable());
            json.writeBooleanField("removed", removed);
        });
    }

    void write(SpoolDirectory directory) {
        object(json -> {
            json.writeStringField("directory", directory.path().toString());
            json.writeStringField("what", directory.what());
            json.writeNumberField("files", directory.files());
            json.writeNumberField("size", directory.bytes());
            json.writeNumberField("free", directory.usableBytes());
            json.writeStringField("fileSystem", directory.disk().type());
            json.writeStringField("doubt", directory.disk().doubt());
            json.writeStringField("trouble", directory.trouble());
        });
    }

    private void object(Members members) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            members.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.print('\n');
    }
}
