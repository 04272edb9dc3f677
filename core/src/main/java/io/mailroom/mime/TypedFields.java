package io.mailroom.mime;

import io.mailroom.mime.internal.field.AddressParser;
import io.mailroom.mime.internal.field.DateParser;
import io.mailroom.mime.internal.field.Keywords;
import io.mailroom.mime.internal.field.MessageIds;
import io.mailroom.mime.internal.text.HeaderContext;
import io.mailroom.mime.internal.text.HeaderText;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The typed fields of one header, read once, with what was wrong with them. */
final class TypedFields implements MessageFields {
    /** Most ids of one field. */
    private static final int MOST_IDS = 1_000;
    /** Most words of all Keywords fields. */
    private static final int MOST_KEYWORDS = 1_000;

    private final DefectList defects;
    private final HeaderContext context;
    private final Header header;
    private int addressesLeft;

    private final String subject;
    private final List<MailAddress> from;
    private final @Nullable MailAddress sender;
    private final List<MailAddress> replyTo;
    private final List<MailAddress> to;
    private final List<MailAddress> cc;
    private final List<MailAddress> bcc;
    private final @Nullable OffsetDateTime date;
    private final List<String> messageIds;
    private final List<String> inReplyTo;
    private final List<String> references;
    private final List<String> keywords;

    TypedFields(Header header, MimeLimits limits) {
        this.header = header;
        defects = new DefectList(limits.defects());
        context = header.context(defects);
        addressesLeft = limits.addresses();
        subject = text("subject");
        from = addresses("from", false);
        List<MailAddress> senders = addresses("sender", false);
        sender = senders.isEmpty() ? null : senders.get(0);
        replyTo = addresses("reply-to", false);
        to = addresses("to", true);
        cc = addresses("cc", true);
        bcc = addresses("bcc", true);
        date = readDate();
        messageIds = ids("message-id");
        inReplyTo = ids("in-reply-to");
        references = ids("references");
        keywords = readKeywords();
    }

    private String text(String name) {
        Field field = header.find(name);
        return field == null
                ? ""
                : HeaderText.decode(context, header.bytes(), field.valueStart(), field.valueEnd(), field.valueOffset());
    }

    private List<MailAddress> addresses(String name, boolean joined) {
        List<Field> fields = header.all(name);
        if (fields.isEmpty()) {
            return List.of();
        }
        List<MailAddress> found = addresses(fields.get(0));
        if (!joined || fields.size() == 1) {
            return found;
        }
        List<MailAddress> all = new ArrayList<>(found);
        for (Field field : fields.subList(1, fields.size())) {
            all.addAll(addresses(field));
        }
        return Collections.unmodifiableList(all);
    }

    private List<MailAddress> addresses(Field field) {
        List<MailAddress> found = AddressParser.parse(
                context, header.bytes(), field.valueStart(), field.valueEnd(), field.valueOffset(), addressesLeft);
        addressesLeft -= found.size();
        return found;
    }

    private @Nullable OffsetDateTime readDate() {
        Field field = header.find("date");
        return field == null
                ? null
                : DateParser.parse(context, header.bytes(), field.valueStart(), field.valueEnd(), field.valueOffset())
                        .orElse(null);
    }

    private List<String> ids(String name) {
        Field field = header.find(name);
        return field == null
                ? List.of()
                : MessageIds.parse(
                        context, header.bytes(), field.valueStart(), field.valueEnd(), field.valueOffset(), MOST_IDS);
    }

    private List<String> readKeywords() {
        List<String> words = new ArrayList<>();
        for (Field field : header.all("keywords")) {
            words.addAll(
                    Keywords.parse(context, header.bytes(), field.valueStart(), field.valueEnd(), field.valueOffset()));
            if (words.size() >= MOST_KEYWORDS) {
                break;
            }
        }
        return List.copyOf(words.subList(0, Math.min(words.size(), MOST_KEYWORDS)));
    }

    List<Defect> defects() {
        return defects.inOrder();
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public List<MailAddress> from() {
        return from;
    }

    @Override
    public Optional<MailAddress> sender() {
        return Optional.ofNullable(sender);
    }

    @Override
    public List<MailAddress> replyTo() {
        return replyTo;
    }

    @Override
    public List<MailAddress> to() {
        return to;
    }

    @Override
    public List<MailAddress> cc() {
        return cc;
    }

    @Override
    public List<MailAddress> bcc() {
        return bcc;
    }

    @Override
    public Optional<OffsetDateTime> date() {
        return Optional.ofNullable(date);
    }

    @Override
    public Optional<String> messageId() {
        return messageIds.isEmpty() ? Optional.empty() : Optional.of(messageIds.get(0));
    }

    @Override
    public List<String> inReplyTo() {
        return inReplyTo;
    }

    @Override
    public List<String> references() {
        return references;
    }

    @Override
    public List<String> keywords() {
        return keywords;
    }
}
