package io.mailroom.event;

import static io.mailroom.event.EventFields.ATTACHMENTS;
import static io.mailroom.event.EventFields.AUTO_SUBMITTED;
import static io.mailroom.event.EventFields.CC_LIST;
import static io.mailroom.event.EventFields.CHANNEL_PROFILE;
import static io.mailroom.event.EventFields.CHANNEL_TYPE;
import static io.mailroom.event.EventFields.CHANNEL_TYPE_STRING;
import static io.mailroom.event.EventFields.CONTENT_DIGEST;
import static io.mailroom.event.EventFields.DEFECTS;
import static io.mailroom.event.EventFields.DRIVER_EVENT_NAME;
import static io.mailroom.event.EventFields.DRIVER_NOTIFY_WHEN_DONE;
import static io.mailroom.event.EventFields.DSN_ACTION;
import static io.mailroom.event.EventFields.DSN_CONTENT;
import static io.mailroom.event.EventFields.DSN_FINAL_RECIPIENT;
import static io.mailroom.event.EventFields.DSN_ORIGINAL_ENVELOPE_ID;
import static io.mailroom.event.EventFields.DSN_STATUS;
import static io.mailroom.event.EventFields.EVENT_ID;
import static io.mailroom.event.EventFields.FILE_CHARSET;
import static io.mailroom.event.EventFields.FILE_IS_INLINE;
import static io.mailroom.event.EventFields.FILE_IS_SUPPLEMENTAL;
import static io.mailroom.event.EventFields.FILE_NAME;
import static io.mailroom.event.EventFields.FILE_PATH;
import static io.mailroom.event.EventFields.FILE_SUBTYPE;
import static io.mailroom.event.EventFields.FILE_TYPE;
import static io.mailroom.event.EventFields.HAS_ATTACH;
import static io.mailroom.event.EventFields.HTML_BODY;
import static io.mailroom.event.EventFields.HTML_CHARSET;
import static io.mailroom.event.EventFields.IN_REPLY_TO;
import static io.mailroom.event.EventFields.IS_DELIVERY_STATUS_NOTIFICATION;
import static io.mailroom.event.EventFields.KEYWORDS;
import static io.mailroom.event.EventFields.LOOPBACK_CANDIDATE;
import static io.mailroom.event.EventFields.MAY_AUTO_REPLY;
import static io.mailroom.event.EventFields.MESSAGE_ID;
import static io.mailroom.event.EventFields.MSG_CLASS;
import static io.mailroom.event.EventFields.ORIG_MSG_FILE;
import static io.mailroom.event.EventFields.POSSIBLE_DUPLICATE;
import static io.mailroom.event.EventFields.PREFIX;
import static io.mailroom.event.EventFields.PRIORITY;
import static io.mailroom.event.EventFields.RECEIVED;
import static io.mailroom.event.EventFields.RECEIVER_ADDRESS;
import static io.mailroom.event.EventFields.RECEIVER_NAME;
import static io.mailroom.event.EventFields.REFERENCES;
import static io.mailroom.event.EventFields.SENDER_ADDRESS;
import static io.mailroom.event.EventFields.SENDER_ADDR_TYPE;
import static io.mailroom.event.EventFields.SENDER_NAME;
import static io.mailroom.event.EventFields.SENDER_REPLY_NAMES;
import static io.mailroom.event.EventFields.SENT;
import static io.mailroom.event.EventFields.SUBJECT;
import static io.mailroom.event.EventFields.TEMP;
import static io.mailroom.event.EventFields.TEXT_CHARSET;
import static io.mailroom.event.EventFields.TEXT_NOTE;
import static io.mailroom.event.EventFields.TO_LIST;
import static io.mailroom.event.EventFields.WORK_ITEM_ID;

import io.mailroom.event.InboundMessage.Body;
import io.mailroom.mime.Defect;
import io.mailroom.mime.DeliveryStatus;
import io.mailroom.mime.MailAddress;
import io.mailroom.mime.ParsedMessage;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the event fields of one message, all of them, in the order of contract section 6. */
final class FieldMapping {
    private final MessageContent content;
    private final ParsedMessage message;
    private final MessageOrigin origin;
    private final List<EventFile> files;
    private final AutomaticMail automatic;
    private final EventFields.Builder fields = EventFields.builder();

    FieldMapping(MessageContent content, MessageOrigin origin, List<EventFile> files, AutomaticMail automatic) {
        this.content = content;
        this.message = content.message();
        this.origin = origin;
        this.files = files;
        this.automatic = automatic;
    }

    EventFields fields() {
        putHeader();
        putBodies();
        putFiles();
        putReport();
        putHost();
        putOurs();
        return fields.build();
    }

    private void putHeader() {
        String subject = line(message.subject());
        MailAddress sender = content.from().isEmpty()
                ? new MailAddress("", "")
                : content.from().get(0);
        String senderAddress = line(sender.address()).toLowerCase(Locale.ROOT);
        fields.put(SUBJECT, subject)
                .put(TO_LIST, list(message.to()))
                .put(CC_LIST, list(message.cc()))
                .put(KEYWORDS, content.headers("Keywords"))
                .put(REFERENCES, content.header("References"))
                .put(IN_REPLY_TO, content.header("In-Reply-To"))
                .put(MESSAGE_ID, line(message.messageId().orElse("")))
                .put(SENDER_ADDRESS, senderAddress)
                .put(SENDER_NAME, sender.name().isBlank() ? senderAddress : line(sender.name()))
                .put(SENDER_REPLY_NAMES, message.replyTo().isEmpty() ? senderAddress : list(message.replyTo()))
                .put(SENDER_ADDR_TYPE, "")
                .put(MSG_CLASS, "")
                .put(RECEIVER_ADDRESS, origin.receiver().address())
                .put(RECEIVER_NAME, origin.receiver().displayName())
                .put(SENT, time(message.date().orElse(null)))
                .put(RECEIVED, time(origin.retrieved()))
                .put(PREFIX, SubjectPrefix.of(subject))
                .put(PRIORITY, priority(content.header("X-Priority"), content.header("X-MSMail-Priority")));
    }

    private void putBodies() {
        fields.put(TEXT_NOTE, content.plainText().map(Body::text).orElse(""))
                .put(TEXT_CHARSET, content.plainText().map(Body::charset).orElse(""))
                .put(HTML_BODY, content.htmlText().map(Body::text).orElse(""))
                .put(HTML_CHARSET, content.htmlText().map(Body::charset).orElse(""));
    }

    private void putFiles() {
        long attachments = files.stream().filter(file -> !file.supplemental()).count();
        fields.put(ATTACHMENTS, Long.toString(attachments)).put(HAS_ATTACH, attachments > 0);
        for (int i = 0; i < files.size(); i++) {
            EventFile file = files.get(i);
            fields.put(FILE_NAME, i, file.name())
                    .put(FILE_PATH, i, file.path())
                    .put(FILE_TYPE, i, file.type())
                    .put(FILE_SUBTYPE, i, file.subtype())
                    .put(FILE_CHARSET, i, file.charset())
                    .put(FILE_IS_INLINE, i, file.inline())
                    .put(FILE_IS_SUPPLEMENTAL, i, file.supplemental())
                    .put(TEMP, i, true);
        }
        fields.put(ORIG_MSG_FILE, "").put(LOOPBACK_CANDIDATE, false);
    }

    private void putReport() {
        DeliveryStatus report = content.report();
        DeliveryStatus.Recipient first = report == null || report.recipients().isEmpty()
                ? new DeliveryStatus.Recipient("", "", "", "", "", "")
                : report.recipients().get(0);
        fields.put(IS_DELIVERY_STATUS_NOTIFICATION, report != null)
                .put(DSN_ACTION, first.action())
                .put(DSN_STATUS, first.status())
                .put(DSN_FINAL_RECIPIENT, first.finalRecipient())
                .put(DSN_ORIGINAL_ENVELOPE_ID, report == null ? "" : report.originalEnvelopeId())
                .put(DSN_CONTENT, report == null ? "" : content.readableText(EventLimits.REPORT_TEXT));
    }

    private void putHost() {
        fields.put(CHANNEL_PROFILE, origin.profile())
                .put(CHANNEL_TYPE, "Email")
                .put(CHANNEL_TYPE_STRING, origin.channel())
                .put(DRIVER_EVENT_NAME, origin.eventName())
                .put(DRIVER_NOTIFY_WHEN_DONE, origin.notifyWhenDone())
                .put(
                        WORK_ITEM_ID,
                        origin.profile() + "##" + line(message.messageId().orElse("")));
    }

    private void putOurs() {
        fields.put(EVENT_ID, origin.eventId())
                .put(POSSIBLE_DUPLICATE, false)
                .put(DEFECTS, defects(content.defects()))
                .put(MAY_AUTO_REPLY, automatic.mayAutoReply())
                .put(AUTO_SUBMITTED, automatic.reason())
                .put(CONTENT_DIGEST, origin.contentDigest());
    }

    private static String line(String text) {
        return FieldText.oneLine(text, EventLimits.VALUE);
    }

    /** {@code Name <address>;address}: names that hold a semicolon are quoted, so the list can be taken apart. */
    static String list(List<MailAddress> mailboxes) {
        StringBuilder list = new StringBuilder();
        for (MailAddress mailbox : mailboxes) {
            String text = FieldText.oneLine(mailbox.toString(), EventLimits.VALUE);
            if (list.length() + text.length() + 1 > EventLimits.ADDRESS_LIST) {
                break;
            }
            list.append(list.length() == 0 ? "" : ";").append(text);
        }
        return list.toString();
    }

    private static String time(@Nullable OffsetDateTime time) {
        return time == null ? "" : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The first digit of X-Priority, else the word of X-MSMail-Priority, else 3. */
    static String priority(String xPriority, String msMailPriority) {
        if (!xPriority.isEmpty() && xPriority.charAt(0) >= '1' && xPriority.charAt(0) <= '5') {
            boolean alone = xPriority.length() == 1 || !Character.isLetterOrDigit(xPriority.charAt(1));
            if (alone) {
                return xPriority.substring(0, 1);
            }
        }
        return switch (msMailPriority.toLowerCase(Locale.ROOT)) {
            case "high" -> "1";
            case "low" -> "5";
            default -> "3";
        };
    }

    /** {@code base64-junk@812;charset-unknown@1204}; what is beyond the limit is counted as {@code +7}. */
    static String defects(List<Defect> defects) {
        StringBuilder list = new StringBuilder();
        int named = Math.min(defects.size(), EventLimits.DEFECTS);
        for (Defect defect : defects.subList(0, named)) {
            list.append(list.length() == 0 ? "" : ";").append(defect.code().label());
            if (defect.offset() >= 0) {
                list.append('@').append(defect.offset());
            }
        }
        return list + (defects.size() > named ? ";+" + (defects.size() - named) : "");
    }
}
