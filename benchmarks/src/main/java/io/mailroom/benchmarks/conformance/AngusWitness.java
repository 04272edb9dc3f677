package io.mailroom.benchmarks.conformance;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Angus Mail as it is set up by default; its lenient switches hold for the whole JVM. */
final class AngusWitness implements Witness {
    private final Session session = Session.getInstance(new Properties());

    @Override
    public String name() {
        return "Angus";
    }

    @Override
    public SeenMessage read(byte[] raw) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(raw));
        String subject = message.getSubject();
        List<String> to = Stream.of("To", "Cc")
                .flatMap(name -> addresses(message, name).stream())
                .toList();
        return new SeenMessage(subject == null ? "" : subject, addresses(message, "From"), to, part(message));
    }

    private static List<String> addresses(MimeMessage message, String field) {
        try {
            String list = message.getHeader(field, ",");
            if (list == null) {
                return List.of();
            }
            List<String> all = new ArrayList<>();
            for (InternetAddress address : InternetAddress.parseHeader(list, false)) {
                InternetAddress[] members = address.isGroup() ? address.getGroup(false) : null;
                if (members == null) {
                    all.add(address.getAddress());
                } else {
                    Arrays.stream(members).map(InternetAddress::getAddress).forEach(all::add);
                }
            }
            return all;
        } catch (AddressException e) {
            return List.of("(" + e.getClass().getSimpleName() + ")");
        } catch (MessagingException e) {
            throw new IllegalStateException("The header is in memory", e);
        }
    }

    private static SeenPart part(Part part) throws MessagingException, IOException {
        String type = type(part.getContentType());
        if (type.startsWith("multipart/") && part.getContent() instanceof Multipart multipart) {
            List<SeenPart> inside = new ArrayList<>();
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart each = multipart.getBodyPart(i);
                inside.add(part(each));
            }
            return SeenPart.holder(type, name(part), inside);
        }
        if (type.equals("message/rfc822") && part.getContent() instanceof MimeMessage message) {
            return SeenPart.holder(type, name(part), List.of(part(message)));
        }
        try (InputStream body = part.getInputStream()) {
            return SeenPart.leaf(type, name(part), body.readAllBytes());
        }
    }

    private static String type(@Nullable String field) {
        if (field == null) {
            return "text/plain";
        }
        try {
            return new ContentType(field).getBaseType().toLowerCase(Locale.ROOT);
        } catch (ParseException e) {
            return field.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        }
    }

    private static String name(Part part) throws MessagingException, IOException {
        try {
            String name = part.getFileName();
            return name == null ? "" : MimeUtility.decodeText(name);
        } catch (ParseException e) {
            return "(" + e.getClass().getSimpleName() + ")";
        }
    }
}
