package io.mailroom.examples.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.mailroom.spi.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** What an examination found, one line of JSON each. */
final class FindingJson {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private FindingJson() {}

    static void write(PrintWriter out, String profile, Finding finding) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("profile", profile);
            json.writeStringField("server", finding.server());
            json.writeStringField("check", finding.check());
            json.writeStringField("level", finding.level().name().toLowerCase(Locale.ROOT));
            json.writeStringField("what", finding.what());
            json.writeStringField("advice", finding.advice());
            json.writeEndObject();
        }
        out.print('\n');
    }
}
