package io.mailroom.oauth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The fields of an answer, those that are text, numbers or flags; whatever is nested is passed over. */
final class TokenJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private TokenJson() {}

    /** @throws IOException when it is no JSON object; the message says nothing of its content */
    static Map<String, String> read(byte[] json) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                    fields.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("JSON without an end");
            }
            return fields;
        } catch (com.fasterxml.jackson.core.JacksonException malformed) {
            throw new IOException("malformed JSON"); // the parser's own words may quote a token
        }
    }
}
