package io.mailroom.examples.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.mailroom.smtp.OutboxEntry;
import io.mailroom.smtp.RecipientResult;
import io.mailroom.smtp.SendResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** What became of messages, one line of JSON each. */
final class SendJson {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private SendJson() {}

    static void write(PrintWriter out, SendResult result) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("messageId", result.messageId());
            json.writeStringField("summary", result.summary());
            json.writeStringField("security", result.security());
            recipients(json, result.recipients());
            json.writeArrayFieldStart("failures");
            for (String failure : result.failures()) {
                json.writeString(failure);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.print('\n');
    }

    static void write(PrintWriter out, OutboxEntry entry) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("id", entry.id());
            json.writeStringField("messageId", entry.messageId());
            json.writeStringField("state", entry.state().name());
            json.writeNumberField("size", entry.sizeBytes());
            json.writeStringField("queued", entry.queuedAt().toString());
            json.writeStringField("nextTry", entry.nextTry().toString());
            json.writeNumberField("tries", entry.tries());
            recipients(json, entry.recipients());
            json.writeEndObject();
        }
        out.print('\n');
    }

    private static void recipients(JsonGenerator json, List<RecipientResult> recipients) throws IOException {
        json.writeArrayFieldStart("recipients");
        for (RecipientResult each : recipients) {
            json.writeStartObject();
            json.writeStringField("recipient", each.recipient());
            json.writeStringField("status", each.status().name());
            json.writeNumberField("code", each.code());
            json.writeStringField("enhancedCode", each.enhancedCode());
            json.writeStringField("reply", each.reply());
            json.writeStringField("server", each.server());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
