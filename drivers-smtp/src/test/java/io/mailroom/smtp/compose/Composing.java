package io.mailroom.smtp.compose;

import io.mailroom.mime.MailAddress;
import io.mailroom.smtp.OutboundMessage;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;

/** Composes with fixed options, and reads the result back with another reader. */
public final class Composing {
    public static final ComposeOptions OPTIONS = new ComposeOptions(
            new MailAddress("Help Desk", "help@example.com"),
            List.of(),
            StandardCharsets.UTF_8,
            null,
            1 << 28,
            Clock.fixed(Instant.parse("2026-03-01T09:30:00Z"), ZoneOffset.UTC));

    private Composing() {}

    public static byte[] bytes(OutboundMessage message) throws Exception {
        return bytes(message, OPTIONS);
    }

    public static byte[] bytes(OutboundMessage message, ComposeOptions options) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MessageComposer(options).compose(message, out);
        return out.toByteArray();
    }

    public static String raw(OutboundMessage message) throws Exception {
        return new String(bytes(message), StandardCharsets.ISO_8859_1);
    }

    public static String header(OutboundMessage message) throws Exception {
        String raw = raw(message);
        return raw.substring(0, raw.indexOf("\r\n\r\n") + 2);
    }

    public static MimeMessage read(OutboundMessage message) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes(message)));
    }
}
