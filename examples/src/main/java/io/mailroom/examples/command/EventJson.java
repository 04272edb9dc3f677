package io.mailroom.examples.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.mailroom.event.Attachment;
import io.mailroom.event.EventFields;
import io.mailroom.event.InboundMessage;
import io.mailroom.mime.Defect;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;

/**
 * One event as one line of JSON:
 *
 * <pre>
 *   {"file": "the message",
 *    "fields": {"Subject": "…", …},                      in the order of the event
 *    "attachments": [{"name": "…", "type": "…", "subtype": "…", "charset": "…", "path": "…",
 *                     "size": bytes, "sha256": "hex", "inline": false, "supplemental": false}, …],
 *    "defects": [{"code": "…", "offset": bytes or -1, "text": "…"}, …]}
 * </pre>
 */
final class EventJson implements EventFormat {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final PrintWriter out;

    EventJson(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(String file, EventFields fields, InboundMessage message) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("file", file);
            json.writeObjectFieldStart("fields");
            for (Map.Entry<String, String> field : fields.asMap().entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("attachments");
            for (Attachment attachment : message.attachments()) {
                write(json, attachment);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("defects");
            for (Defect defect : message.defects()) {
                write(json, defect);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.print('\n');
    }

    private static void write(JsonGenerator json, Attachment attachment) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", attachment.name());
        json.writeStringField("type", attachment.type());
        json.writeStringField("subtype", attachment.subtype());
        json.writeStringField("charset", attachment.charset());
        json.writeStringField("path", attachment.path().toString());
        json.writeNumberField("size", attachment.sizeBytes());
        json.writeStringField("sha256", attachment.sha256());
        json.writeBooleanField("inline", attachment.inline());
        json.writeBooleanField("supplemental", attachment.supplemental());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Defect defect) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", defect.code().label());
        json.writeNumberField("offset", defect.offset());
        json.writeStringField("text", defect.text());
        json.writeEndObject();
    }
}
