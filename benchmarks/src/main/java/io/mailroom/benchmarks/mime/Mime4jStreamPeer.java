package io.mailroom.benchmarks.mime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.jspecify.annotations.Nullable;

/** Mime4j's pull parser. */
final class Mime4jStreamPeer implements MailPeer {
    /** Its permissive settings end after 100 MiB of content. */
    static final MimeConfig CONFIG =
            MimeConfig.copy(MimeConfig.PERMISSIVE).setMaxContentLen(-1).build();

    private final MimeTokenStream tokens = new MimeTokenStream(CONFIG);

    @Override
    public void read(Path mail, Work work) throws IOException, MimeException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(mail), 64 * 1024)) {
            tokens.parse(in);
            boolean attached = false;
            boolean first = true;
            for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                if (state == EntityState.T_START_HEADER) {
                    attached = false;
                } else if (state == EntityState.T_FIELD) {
                    String name = tokens.getField().getName().toLowerCase(Locale.ROOT);
                    if (name.equals("content-disposition")) {
                        String body = tokens.getField().getBody().toLowerCase(Locale.ROOT);
                        attached |= body.contains("attachment") || body.contains("filename");
                    } else if (name.equals("content-type")) {
                        attached |= tokens.getField()
                                .getBody()
                                .toLowerCase(Locale.ROOT)
                                .contains("name=");
                    } else if (first && name.equals("subject")) {
                        first = false;
                        work.text(
                                DecoderUtil.decodeEncodedWords(tokens.getField().getBody(), DecodeMonitor.SILENT));
                    }
                } else if (state == EntityState.T_BODY) {
                    body(tokens.getBodyDescriptor(), attached, work);
                }
            }
        }
    }

    private void body(BodyDescriptor descriptor, boolean attached, Work work) throws IOException {
        String type = descriptor.getMimeType();
        try (InputStream body = tokens.getDecodedInputStream()) {
            if (!attached && (type.equals("text/plain") || type.equals("text/html"))) {
                work.text(new String(body.readAllBytes(), charset(descriptor.getCharset())));
            } else {
                work.file(body);
            }
        }
    }

    static Charset charset(@Nullable String label) {
        try {
            return label == null ? StandardCharsets.UTF_8 : Charset.forName(label);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
