package io.mailroom.smtp.compose;

import io.mailroom.mime.MailAddress;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the profile says about composing.
 *
 * @param from the author of a message that names none
 * @param replyTo where answers go for a message that does not say; may be empty
 * @param charset of bodies and header text
 * @param plainTextFromHtml makes the text part of an HTML-only message from its HTML; null leaves it without one
 * @param mostBytes largest message
 * @param clock for the Date field
 */
public record ComposeOptions(
        MailAddress from,
        List<MailAddress> replyTo,
        Charset charset,
        @Nullable UnaryOperator<String> plainTextFromHtml,
        long mostBytes,
        Clock clock) {
    public ComposeOptions {
        replyTo = List.copyOf(replyTo);
    }
}
