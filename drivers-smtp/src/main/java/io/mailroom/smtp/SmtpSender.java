package io.mailroom.smtp;

import io.mailroom.profile.Settings;
import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.smtp.SafetyValve.Passed;
import io.mailroom.smtp.compose.ComposedMessage;
import io.mailroom.smtp.compose.Envelope;
import io.mailroom.smtp.compose.MessageComposer;
import io.mailroom.smtp.protocol.Relay;
import io.mailroom.smtp.protocol.Relay.Relayed;
import io.mailroom.smtp.protocol.Submission;
import io.mailroom.smtp.protocol.Submission.DotGuard;
import io.mailroom.smtp.protocol.Submission.Progress;
import io.mailroom.spi.DriverContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages over the servers of a profile and says what became of them, keeping nothing on disk: for callers who
 * keep their own record of what they send, and for speed. {@link SmtpService} adds a durable record, and
 * {@link Outbox} retries. Usable from any thread: as many messages are on their way at once as there are threads,
 * up to {@code SMTP Connections}.
 */
public final class SmtpSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSender.class);

    private final String profile;
    private final MessageComposer composer;
    private final SafetyValve valve;
    private final Relay relay;

    SmtpSender(String profile, MessageComposer composer, SafetyValve valve, Relay relay) {
        this.profile = profile;
        this.composer = composer;
        this.valve = valve;
        this.relay = relay;
    }

    /** Makes a sender; touches neither network nor disk. */
    public static SmtpSender open(Settings settings, DriverContext context) {
        SmtpProfile parts = new SmtpProfile(settings, context);
        return new SmtpSender(
                context.profile(),
                new MessageComposer(parts.composeOptions()),
                new SafetyValve(settings, context.clock()),
                parts.relay());
    }

    /**
     * Sends a message and waits for the answers of the servers.
     *
     * @throws InvalidMessageException when the message must not be sent as it is; nothing was sent
     * @throws UncheckedIOException when an attachment cannot be read; nothing was sent
     */
    public SendResult send(OutboundMessage message) {
        return send(message, (sent, total) -> {});
    }

    /** As {@link #send(OutboundMessage)}, telling a listener how far it has come. */
    public SendResult send(OutboundMessage message, UploadProgress progress) {
        try (StagedMessage staged = new StagedMessage(SmtpSender::temporaryFile)) {
            ComposedMessage composed = composer.compose(message, staged);
            return deliver(composed, composed.envelope(), staged, DotGuard.NONE, progress::sent);
        } catch (IOException ours) {
            throw new UncheckedIOException("Profile " + profile + ": the message could not be composed", ours);
        }
    }

    MessageComposer composer() {
        return composer;
    }

    /** Asks the safety valve, then the servers. */
    SendResult deliver(ComposedMessage message, Envelope envelope, Content content, DotGuard dot, Progress progress) {
        Passed passed = valve.pass(envelope.recipients());
        Map<String, RecipientResult> results = new HashMap<>();
        passed.withheld().forEach(result -> results.put(result.recipient(), result));
        Relayed relayed = new Relayed(List.of(), List.of(), "");
        if (!passed.recipients().isEmpty()) {
            Envelope allowed = envelope.to(passed.recipients());
            relayed = relay.deliver(new Submission(message, allowed, content, dot, progress));
        }
        List<RecipientResult> all = new ArrayList<>();
        relayed.recipients().forEach(result -> results.putIfAbsent(result.recipient(), result));
        envelope.recipients().forEach(recipient -> all.add(results.remove(recipient)));
        relayed.recipients().stream()
                .filter(result -> results.containsKey(result.recipient()))
                .forEach(all::add);
        SendResult result = new SendResult(message.messageId(), all, relayed.failures(), relayed.security());
        log(result, message.sizeBytes());
        return result;
    }

    private void log(SendResult result, long sizeBytes) {
        var line = result.isSent() ? LOG.atDebug() : LOG.atWarn();
        line.addKeyValue("profile", profile)
                .addKeyValue("messageId", result.messageId())
                .addKeyValue("bytes", sizeBytes)
                .addKeyValue("security", result.security())
                .log("{}{}", result.summary(), firstTrouble(result));
    }

    private static String firstTrouble(SendResult result) {
        return result.recipients().stream()
                .filter(each -> each.status() != Status.SENT)
                .findFirst()
                .map(each -> ": " + each.reply())
                .orElse("");
    }

    private static Path temporaryFile() throws IOException {
        return Files.createTempFile("mailroom-", ".eml"); // for its owner alone
    }

    /** Lets messages in hand finish and closes the connections behind them. */
    @Override
    public void close() {
        relay.close();
    }

    /** Drops every connection now; what is on its way fails, or is in doubt. */
    public void cut() {
        relay.cut();
    }

    /** Hears how an upload gets on, at most every 64 KiB; called by the thread that sends. */
    @FunctionalInterface
    public interface UploadProgress {
        /** @param sentBytes of {@code totalBytes} */
        void sent(long sentBytes, long totalBytes);
    }
}
