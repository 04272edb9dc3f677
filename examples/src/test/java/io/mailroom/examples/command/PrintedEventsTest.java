package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.InboundMessage;
import io.mailroom.event.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrintedEventsTest {
    private static final EventFields FIELDS = EventFields.of(Map.of(EventFields.SUBJECT, "Printer on fire"));
    private static final InboundEvent EVENT = new InboundEvent(
            "support@example.com", "0a", 1, false, FIELDS, InboundMessage.of(FIELDS, Map.of()), Map.of());

    @Test
    void anEventIsOutBeforeItIsAcknowledged() throws IOException {
        StringWriter seen = new StringWriter();
        PrintWriter out = new PrintWriter(new java.io.BufferedWriter(seen));
        PrintedEvents printed = new PrintedEvents(out, new EventJson(out));

        Outcome outcome = printed.handle(EVENT);

        assertThat(outcome).isEqualTo(Outcome.ACCEPTED_KEEPING_FILES);
        assertThat(seen.toString()).contains("Printer on fire").endsWith("}\n");
    }

    @Test
    void anEventNobodyCouldReadWaitsForTheNextStart() throws IOException {
        PrintWriter out = new PrintWriter(new ClosedPipe());
        PrintedEvents printed = new PrintedEvents(out, new EventJson(out));
        StringBuilder stopped = new StringBuilder();
        printed.whenUnreadable(() -> stopped.append("stopped"));

        Outcome outcome = printed.handle(EVENT);

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.LATER);
        assertThat(stopped).hasToString("stopped");
        assertThat(printed.count()).isZero();
    }

    private static final class ClosedPipe extends Writer {
        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
