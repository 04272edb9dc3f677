package io.mailroom.benchmarks.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.simplejavamail.api.email.AttachmentResource;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.converter.EmailConverter;

/** Simple Java Mail's conversion to its Email. */
final class SimpleJavaMailPeer implements MailPeer {
    @Override
    public void read(Path mail, Work work) throws IOException {
        Email email;
        try (InputStream in = Files.newInputStream(mail)) {
            email = EmailConverter.emlToEmail(in);
        }
        work.text(email.getSubject() == null ? "" : email.getSubject());
        work.text(email.getPlainText() == null ? "" : email.getPlainText());
        work.text(email.getHTMLText() == null ? "" : email.getHTMLText());
        write(email.getAttachments(), work);
        write(email.getEmbeddedImages(), work);
    }

    private static void write(List<AttachmentResource> files, Work work) throws IOException {
        for (AttachmentResource file : files) {
            try (InputStream in = file.getDataSourceInputStream()) {
                work.file(in);
            }
        }
    }
}
