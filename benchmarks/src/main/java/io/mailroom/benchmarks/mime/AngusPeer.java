package io.mailroom.benchmarks.mime;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedFileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;

/** Angus Mail over its stream that keeps the mail in its file. */
final class AngusPeer implements MailPeer {
    private final Session session = Session.getInstance(new Properties());

    @Override
    public void read(Path mail, Work work) throws IOException, MessagingException {
        try (InputStream in = new SharedFileInputStream(mail.toFile())) {
            MimeMessage message = new MimeMessage(session, in);
            String subject = message.getSubject();
            work.text(subject == null ? "" : subject);
            walk(message, work);
        }
    }

    static void walk(Part whole, Work work) throws IOException, MessagingException {
        Deque<Part> waiting = new ArrayDeque<>();
        waiting.push(whole);
        while (!waiting.isEmpty()) {
            Part part = waiting.pop();
            if (part.isMimeType("multipart/*")) {
                Multipart parts = (Multipart) part.getContent();
                for (int i = parts.getCount() - 1; i >= 0; i--) {
                    waiting.push(parts.getBodyPart(i));
                }
            } else if (part.isMimeType("message/rfc822") && part.getContent() instanceof Part inner) {
                waiting.push(inner);
            } else if (isText(part)) {
                work.text(text(part));
            } else {
                try (InputStream in = part.getInputStream()) {
                    work.file(in);
                }
            }
        }
    }

    private static boolean isText(Part part) throws MessagingException {
        boolean text = part.isMimeType("text/plain") || part.isMimeType("text/html");
        return text && part.getFileName() == null && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
    }

    private static String text(Part part) throws IOException, MessagingException {
        Object content = part.getContent();
        if (content instanceof String text) {
            return text;
        }
        try (InputStream in = part.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
