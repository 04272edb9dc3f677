package io.mailroom.smtp.compose;

import io.mailroom.mime.MailAddress;
import io.mailroom.smtp.Content;
import io.mailroom.smtp.InvalidMessageException;
import io.mailroom.smtp.OutboundAttachment;
import io.mailroom.smtp.OutboundMessage;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Composes with Jakarta Mail. Every value has been checked and is encoded and folded here: Jakarta Mail writes header
 * values as they are given, line ends and all.
 *
 * <pre>
 * multipart/mixed                  only with attachments
 *   multipart/alternative          only with text and HTML
 *     text/plain
 *     multipart/related            only with inline parts
 *       text/html
 *       image/png ...              what cid: names
 *   application/pdf ...            attachments
 * </pre>
 */
final class MimeWriter {
    /** RFC 5322 §3.3; the zone as a number. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss xx", Locale.ENGLISH);

    private static final int HIGH = 2;

    private final ComposeOptions options;
    private @Nullable Session ascii;
    private @Nullable Session utf8;

    MimeWriter(ComposeOptions options) {
        this.options = options;
    }

    /** Made when first needed: Jakarta Mail reads its configuration from the class path for each one. */
    private synchronized Session session(boolean allowsUtf8) {
        Session session = allowsUtf8 ? utf8 : ascii;
        if (session == null) {
            Properties properties = new Properties();
            properties.setProperty("mail.mime.allowutf8", Boolean.toString(allowsUtf8));
            session = Session.getInstance(properties);
            if (allowsUtf8) {
                utf8 = session;
            } else {
                ascii = session;
            }
        }
        return session;
    }

    ReadyMessage.Facts write(OutboundMessage message, MailAddress from, OutputStream to) throws IOException {
        boolean utf8Header = new Envelope(from.address(), visibleRecipients(message), null).needsUtf8();
        try {
            Sealed mime = new Sealed(session(utf8Header));
            String messageId = writeHeader(message, from, mime);
            writeBody(message, mime);
            mime.saveChanges();
            mime.writeTo(to);
            return new ReadyMessage.Facts(messageId, utf8Header);
        } catch (MessagingException unwritable) {
            throw new IOException("The message could not be composed", unwritable);
        }
    }

    static String dateText(ZonedDateTime date) {
        return DATE.format(date);
    }

    private static List<String> visibleRecipients(OutboundMessage message) {
        List<String> addresses = new ArrayList<>();
        message.to().forEach(address -> addresses.add(address.address()));
        message.cc().forEach(address -> addresses.add(address.address()));
        message.replyTo().forEach(address -> addresses.add(address.address()));
        return addresses;
    }

    private String writeHeader(OutboundMessage message, MailAddress from, MimeMessage mime) throws MessagingException {
        Charset charset = charsetOf(message);
        String domain = from.domain();
        String messageId = message.messageIdFor(AddressCheck.needsUtf8(domain) ? "localhost" : domain);
        mime.setHeader("Date", dateText(message.date().orElseGet(() -> ZonedDateTime.now(options.clock()))));
        mime.setHeader("From", HeaderText.addresses("From", List.of(from), charset));
        setAddresses(mime, "Reply-To", message.replyTo().isEmpty() ? options.replyTo() : message.replyTo(), charset);
        setAddresses(mime, "To", message.to(), charset);
        setAddresses(mime, "Cc", message.cc(), charset);
        if (message.to().isEmpty() && message.cc().isEmpty()) {
            mime.setHeader("To", "undisclosed-recipients:;"); // RFC 5322 §3.6.3 allows none, some servers do not
        }
        if (!message.subject().isEmpty()) {
            mime.setHeader("Subject", HeaderText.unstructured("Subject", message.subject(), charset));
        }
        mime.setHeader("Message-ID", messageId);
        if (message.inReplyTo().isPresent()) {
            mime.setHeader("In-Reply-To", message.inReplyTo().get());
        }
        if (!message.references().isEmpty()) {
            mime.setHeader("References", HeaderText.ids(message.references()));
        }
        if (message.priority() != OutboundMessage.NORMAL_PRIORITY) {
            mime.setHeader("X-Priority", Integer.toString(message.priority()));
            mime.setHeader("Importance", message.priority() <= HIGH ? "High" : "Low");
        }
        if (message.autoSubmitted().isPresent()) {
            mime.setHeader("Auto-Submitted", message.autoSubmitted().get());
        }
        for (OutboundMessage.HeaderField field : message.headers()) {
            mime.addHeader(field.name(), HeaderText.unstructured(field.name(), field.value(), charset));
        }
        return messageId;
    }

    private static void setAddresses(MimeMessage mime, String name, List<MailAddress> addresses, Charset charset)
            throws MessagingException {
        if (!addresses.isEmpty()) {
            mime.setHeader(name, HeaderText.addresses(name, addresses, charset));
        }
    }

    private Charset charsetOf(OutboundMessage message) {
        return message.charset().orElse(options.charset());
    }

    private void writeBody(OutboundMessage message, MimePart whole) throws MessagingException, IOException {
        List<OutboundAttachment> inline = new ArrayList<>();
        List<OutboundAttachment> attached = new ArrayList<>();
        for (OutboundAttachment attachment : message.attachments()) {
            boolean shownInHtml =
                    attachment.inlineId().isPresent() && message.html().isPresent();
            (shownInHtml ? inline : attached).add(attachment);
        }
        if (attached.isEmpty()) {
            writeBodies(message, inline, whole);
            return;
        }
        MimeMultipart mixed = new Parts.RandomMultipart("mixed", "");
        if (message.text().isPresent() || message.html().isPresent()) {
            MimeBodyPart body = new MimeBodyPart();
            writeBodies(message, inline, body);
            mixed.addBodyPart(body);
        }
        for (OutboundAttachment attachment : attached) {
            mixed.addBodyPart(part(attachment, "attachment"));
        }
        whole.setDataHandler(Parts.handler(mixed));
    }

    private void writeBodies(OutboundMessage message, List<OutboundAttachment> inline, MimePart into)
            throws MessagingException, IOException {
        String html = message.html().orElse(null);
        String text = message.text().orElse(null);
        UnaryOperator<String> toText = options.plainTextFromHtml();
        if (text == null && html != null && toText != null) {
            text = toText.apply(html);
        }
        Charset charset = charsetOf(message);
        if (html == null) {
            writeText(text == null ? "" : text, "plain", charset, into);
        } else if (text == null) {
            writeHtml(html, inline, charset, into);
        } else {
            MimeMultipart alternative = new Parts.RandomMultipart("alternative", "");
            MimeBodyPart plain = new MimeBodyPart();
            writeText(text, "plain", charset, plain);
            alternative.addBodyPart(plain);
            MimeBodyPart rich = new MimeBodyPart();
            writeHtml(html, inline, charset, rich);
            alternative.addBodyPart(rich);
            into.setDataHandler(Parts.handler(alternative));
        }
    }

    private static void writeHtml(String html, List<OutboundAttachment> inline, Charset charset, MimePart into)
            throws MessagingException, IOException {
        if (inline.isEmpty()) {
            writeText(html, "html", charset, into);
            return;
        }
        MimeMultipart related = new Parts.RandomMultipart("related", "; type=\"text/html\"");
        MimeBodyPart root = new MimeBodyPart();
        writeText(html, "html", charset, root);
        related.addBodyPart(root);
        for (OutboundAttachment image : inline) {
            related.addBodyPart(part(image, "inline"));
        }
        into.setDataHandler(Parts.handler(related));
    }

    private static void writeText(String text, String subtype, Charset charset, MimePart into)
            throws MessagingException {
        TextBody body = TextBody.of(text, charset);
        String type = "text/" + subtype + "; charset=" + body.charset();
        into.setDataHandler(Parts.handler(Content.bytes(body.bytes()), type));
        into.setHeader("Content-Type", type);
        into.setHeader("Content-Transfer-Encoding", body.encoding());
    }

    private static MimeBodyPart part(OutboundAttachment attachment, String disposition)
            throws MessagingException, IOException {
        String type = attachment.mediaType();
        String encoding = "base64";
        if (type.toLowerCase(Locale.ROOT).startsWith("message/")) {
            // RFC 2046 §5.2.1: such a part cannot be encoded; one that would need it travels as plain bytes
            boolean plain = isSevenBit(attachment.content());
            type = plain ? type : "application/octet-stream";
            encoding = plain ? "7bit" : encoding;
        }
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(Parts.handler(attachment.content(), type));
        part.setHeader("Content-Type", type + HeaderText.parameter("name", attachment.name()));
        part.setHeader("Content-Transfer-Encoding", encoding);
        part.setHeader("Content-Disposition", disposition + HeaderText.parameter("filename", attachment.name()));
        if (attachment.inlineId().isPresent()) {
            part.setHeader("Content-ID", "<" + attachment.inlineId().get() + ">");
        }
        return part;
    }

    private static boolean isSevenBit(Content content) throws IOException {
        LineEnds scan = new LineEnds(OutputStream.nullOutputStream());
        try (var in = content.open()) {
            in.transferTo(scan);
        }
        return !scan.holdsEightBit() && !scan.holdsNul() && scan.longestLine() <= 998;
    }

    /** Keeps the Message-ID it was given. */
    private static final class Sealed extends MimeMessage {
        Sealed(Session session) {
            super(session);
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            if (getHeader("Message-ID") == null) {
                throw new InvalidMessageException("Message-ID", "is missing");
            }
        }
    }
}
