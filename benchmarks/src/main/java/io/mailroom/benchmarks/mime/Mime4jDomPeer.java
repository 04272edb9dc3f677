package io.mailroom.benchmarks.mime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;

/** Mime4j's tree of a message. */
final class Mime4jDomPeer implements MailPeer {
    @Override
    public void read(Path mail, Work work) throws IOException, MimeException {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(Mime4jStreamPeer.CONFIG);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(mail), 64 * 1024)) {
            Message message = builder.parseMessage(in);
            work.text(message.getSubject() == null ? "" : message.getSubject());
            walk(message, work);
            message.dispose();
        }
    }

    private static void walk(Message message, Work work) throws IOException {
        Deque<Entity> waiting = new ArrayDeque<>();
        waiting.push(message);
        while (!waiting.isEmpty()) {
            Entity entity = waiting.pop();
            Body body = entity.getBody();
            if (body instanceof Multipart multipart) {
                List<Entity> parts = multipart.getBodyParts();
                for (int i = parts.size() - 1; i >= 0; i--) {
                    waiting.push(parts.get(i));
                }
            } else if (body instanceof Message inner) {
                waiting.push(inner);
            } else if (body instanceof SingleBody single) {
                leaf(entity, single, work);
            }
        }
    }

    private static void leaf(Entity entity, SingleBody body, Work work) throws IOException {
        String type = entity.getMimeType();
        boolean file = entity.getFilename() != null || "attachment".equalsIgnoreCase(entity.getDispositionType());
        try (InputStream in = body.getInputStream()) {
            if (!file && (type.equals("text/plain") || type.equals("text/html"))) {
                work.text(new String(in.readAllBytes(), Mime4jStreamPeer.charset(entity.getCharset())));
            } else {
                work.file(in);
            }
        }
    }
}
