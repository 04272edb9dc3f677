package io.mailroom.examples.command;

import io.mailroom.event.Attachment;
import io.mailroom.event.EventFields;
import io.mailroom.event.InboundMessage;
import io.mailroom.mime.Bounce;
import io.mailroom.mime.Defect;
import io.mailroom.mime.DeliveryStatus;
import io.mailroom.mime.DispositionNotification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** An event for people: who, what, when, the start of the text, the files, and what was wrong with the message. */
final class EventText implements EventFormat {
    /** Most lines of a body that are shown. */
    static final int TEXT_LINES = 6;
    /** Most characters of a line that are shown. */
    static final int LINE_WIDTH = 100;

    private static final String INDENT = "  ";
    private static final int LABEL = 12;
    private static final String INNER = INDENT + " ".repeat(LABEL);

    private final Screen screen;
    private final boolean allFields;
    private final UnaryOperator<Path> place;
    private int shown;

    /**
     * @param allFields true: every event field follows, as the handler gets them
     * @param place how the path of a file is shown
     */
    EventText(Screen screen, boolean allFields, UnaryOperator<Path> place) {
        this.screen = screen;
        this.allFields = allFields;
        this.place = place;
    }

    @Override
    public void show(String file, EventFields fields, InboundMessage message) {
        shown++;
        String subject = message.subject().isEmpty() ? "(no subject)" : cut(message.subject());
        screen.line(screen.bold(shown + ". " + subject));
        row("File", file);
        row("From", mailbox(fields.get(EventFields.SENDER_NAME), fields.get(EventFields.SENDER_ADDRESS)));
        row("To", fields.get(EventFields.TO_LIST));
        row("Cc", fields.get(EventFields.CC_LIST));
        row("Sent", fields.get(EventFields.SENT));
        row("Notes", notes(fields));
        message.deliveryStatus().ifPresent(this::report);
        message.dispositionNotification().ifPresent(this::receipt);
        message.bounce().ifPresent(this::bounce);
        message.text().ifPresent(body -> body("Text", body));
        if (message.text().isEmpty()) {
            message.html().ifPresent(body -> body("HTML", body));
        } else {
            message.html().ifPresent(body -> row("HTML", body.text().length() + " characters"));
        }
        files(message.attachments());
        defects(message.defects());
        if (allFields) {
            fields(fields);
        }
        screen.line();
    }

    private void row(String label, String value) {
        if (!value.isEmpty()) {
            screen.line(INDENT + label(label) + cut(value));
        }
    }

    private String label(String label) {
        return screen.dim(label) + " ".repeat(LABEL - label.length());
    }

    private static String mailbox(String name, String address) {
        return name.isEmpty() || name.equals(address) ? address : name + " <" + address + ">";
    }

    private static String notes(EventFields fields) {
        List<String> notes = new ArrayList<>();
        switch (fields.get(EventFields.PREFIX).toLowerCase(Locale.ROOT)) {
            case "re" -> notes.add("a reply");
            case "fwd", "fw" -> notes.add("forwarded");
            default -> {}
        }
        switch (fields.get(EventFields.PRIORITY)) {
            case "1", "2" -> notes.add("high priority");
            case "4", "5" -> notes.add("low priority");
            default -> {}
        }
        if (EventFields.FALSE.equals(fields.get(EventFields.MAY_AUTO_REPLY))) {
            notes.add("must not be answered automatically");
        }
        if (fields.isTrue(EventFields.LOOPBACK_CANDIDATE)) {
            notes.add("may be part of a mail loop");
        }
        if (fields.isTrue(EventFields.POSSIBLE_DUPLICATE)) {
            notes.add("may have been handled before");
        }
        return String.join(", ", notes);
    }

    private void report(DeliveryStatus status) {
        for (DeliveryStatus.Recipient recipient : status.recipients()) {
            row("Delivery", recipient.finalRecipient() + " " + recipient.action() + " " + recipient.status());
            row("", recipient.diagnostic());
        }
        row("About", status.returnedMessageId());
    }

    private void receipt(DispositionNotification receipt) {
        row("Receipt", receipt.finalRecipient() + " " + receipt.type() + " " + receipt.originalMessageId());
    }

    private void bounce(Bounce bounce) {
        String kind = bounce.kind().name().toLowerCase(Locale.ROOT);
        String guess = " (" + bounce.rule() + ", " + bounce.confidence() + " %)";
        row("Bounce", String.join(", ", bounce.recipients()) + " " + kind + " " + bounce.status() + guess);
    }

    private void body(String label, InboundMessage.Body body) {
        List<String> lines = body.text()
                .lines()
                .filter(line -> !line.isBlank())
                .limit(TEXT_LINES + 1L)
                .toList();
        for (int i = 0; i < Math.min(TEXT_LINES, lines.size()); i++) {
            screen.line((i == 0 ? INDENT + label(label) : INNER) + cut(lines.get(i)));
        }
        if (lines.size() > TEXT_LINES) {
            screen.line(INNER + screen.dim("… " + body.text().length() + " characters in all"));
        }
    }

    private void files(List<Attachment> attachments) {
        if (attachments.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Attachment file : attachments) {
            rows.add(List.of(
                    cut(file.name()),
                    cut(file.mediaType()),
                    size(file.sizeBytes()),
                    file.supplemental() ? "made by us" : file.inline() ? "without a name" : "attached",
                    Screen.safe(place.apply(file.path()).toString())));
        }
        screen.line(INDENT + label("Files") + attachments.size());
        screen.table(INNER, rows);
    }

    private static String size(long bytes) {
        if (bytes < 0) {
            return "";
        }
        if (bytes < 1024) {
            return bytes + " B";
        }
        double shown = bytes / 1024.0;
        return shown < 1024
                ? String.format(Locale.ROOT, "%.1f KiB", shown)
                : String.format(Locale.ROOT, "%.1f MiB", shown / 1024);
    }

    private void defects(List<Defect> defects) {
        if (defects.isEmpty()) {
            return;
        }
        screen.line(INDENT + label("Defects") + defects.size());
        List<List<String>> rows = new ArrayList<>();
        for (Defect defect : defects) {
            rows.add(List.of(
                    defect.code().label(),
                    defect.offset() < 0 ? "" : "byte " + defect.offset(),
                    defect.text(),
                    defect.code().remedy()));
        }
        screen.table(INNER, rows);
    }

    private void fields(EventFields fields) {
        screen.line(INDENT + label("Fields") + fields.size());
        List<List<String>> rows = new ArrayList<>();
        fields.asMap().forEach((name, value) -> rows.add(List.of(Screen.safe(name), cut(value))));
        screen.table(INNER, rows);
    }

    private static String cut(String text) {
        String safe = Screen.safe(text);
        if (safe.codePointCount(0, safe.length()) <= LINE_WIDTH) {
            return safe;
        }
        return safe.substring(0, safe.offsetByCodePoints(0, LINE_WIDTH - 1)) + "…";
    }
}
