package io.mailroom.smtp.compose;

import io.mailroom.smtp.Content;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;

/** Jakarta Mail's pieces, made so that no MIME registry of the class path has a say in what is written. */
final class Parts {
    private Parts() {}

    /** Bytes from {@code content} when the part is written, and not before. */
    static DataHandler handler(Content content, String mediaType) {
        return new DataHandler(new ContentSource(content, mediaType));
    }

    /** A multipart that writes itself. */
    static DataHandler handler(MimeMultipart multipart) {
        return new MultipartHandler(multipart);
    }

    /** A part that holds a multipart. */
    static MimeBodyPart nested(MimeMultipart multipart) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(handler(multipart));
        return part;
    }

    /** A multipart with a boundary nobody can guess and no quoted-printable or base64 line can hold. */
    static final class RandomMultipart extends MimeMultipart {
        RandomMultipart(String subtype, String moreParameters) {
            contentType = "multipart/" + subtype + "; boundary=\"=_" + UUID.randomUUID() + "\"" + moreParameters;
        }
    }

    private static final class MultipartHandler extends DataHandler {
        private final MimeMultipart multipart;

        MultipartHandler(MimeMultipart multipart) {
            super(multipart, multipart.getContentType());
            this.multipart = multipart;
        }

        @Override
        public Object getContent() {
            return multipart;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try {
                multipart.writeTo(out);
            } catch (MessagingException unwritable) {
                throw new IOException(unwritable);
            }
        }
    }

    private record ContentSource(Content content, String mediaType) implements DataSource {
        @Override
        public InputStream getInputStream() throws IOException {
            return content.open();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            throw new IOException("what is to be sent is not written to");
        }

        @Override
        public String getContentType() {
            return mediaType;
        }

        @Override
        public String getName() {
            return "";
        }
    }
}
