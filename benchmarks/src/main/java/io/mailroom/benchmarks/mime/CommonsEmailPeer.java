package io.mailroom.benchmarks.mime;

import jakarta.activation.DataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedFileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.commons.mail2.jakarta.util.MimeMessageParser;

/** Commons Email 2's parser over a message of Angus. */
final class CommonsEmailPeer implements MailPeer {
    private final Session session = Session.getInstance(new Properties());

    @Override
    public void read(Path mail, Work work) throws IOException, MessagingException {
        try (InputStream in = new SharedFileInputStream(mail.toFile())) {
            MimeMessageParser parser = new MimeMessageParser(new MimeMessage(session, in)).parse();
            String subject = parser.getSubject();
            work.text(subject == null ? "" : subject);
            work.text(parser.hasPlainContent() ? parser.getPlainContent() : "");
            work.text(parser.hasHtmlContent() ? parser.getHtmlContent() : "");
            for (DataSource file : parser.getAttachmentList()) {
                try (InputStream content = file.getInputStream()) {
                    work.file(content);
                }
            }
        }
    }
}
