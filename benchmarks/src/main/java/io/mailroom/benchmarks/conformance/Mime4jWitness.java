package io.mailroom.benchmarks.conformance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.address.AddressList;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jspecify.annotations.Nullable;

/** Mime4j's document tree, in its most lenient settings. */
final class Mime4jWitness implements Witness {
    private final DefaultMessageBuilder builder = new DefaultMessageBuilder();

    Mime4jWitness() {
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        builder.setDecodeMonitor(DecodeMonitor.SILENT);
        builder.setContentDecoding(true);
    }

    @Override
    public String name() {
        return "Mime4j";
    }

    @Override
    public SeenMessage read(byte[] raw) throws IOException {
        Message message = builder.parseMessage(new ByteArrayInputStream(raw));
        try {
            String subject = message.getSubject();
            List<String> from = message.getFrom() == null
                    ? List.of()
                    : message.getFrom().stream().map(Mailbox::getAddress).toList();
            List<String> to = Stream.concat(mailboxes(message.getTo()), mailboxes(message.getCc()))
                    .map(Mailbox::getAddress)
                    .toList();
            return new SeenMessage(subject == null ? "" : subject, from, to, part(message));
        } finally {
            message.dispose();
        }
    }

    private static Stream<Mailbox> mailboxes(@Nullable AddressList list) {
        return list == null ? Stream.empty() : list.flatten().stream();
    }

    private static SeenPart part(Entity entity) throws IOException {
        String type = entity.getMimeType().toLowerCase(Locale.ROOT);
        Body body = entity.getBody();
        if (body instanceof Multipart multipart) {
            List<SeenPart> inside = new ArrayList<>();
            for (Entity each : multipart.getBodyParts()) {
                inside.add(part(each));
            }
            return SeenPart.holder(type, name(entity), inside);
        }
        if (body instanceof Message message) {
            return SeenPart.holder(type, name(entity), List.of(part(message)));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (body instanceof SingleBody single) {
            single.writeTo(bytes);
        }
        return SeenPart.leaf(type, name(entity), bytes.toByteArray());
    }

    private static String name(Entity entity) {
        String name = entity.getFilename();
        if (name == null && entity.getHeader().getField("Content-Type") instanceof ContentTypeField type) {
            name = type.getParameter("name");
        }
        return name == null ? "" : DecoderUtil.decodeEncodedWords(name, DecodeMonitor.SILENT);
    }
}
