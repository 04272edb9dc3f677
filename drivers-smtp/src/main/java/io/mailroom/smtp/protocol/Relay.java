package io.mailroom.smtp.protocol;

import io.mailroom.smtp.RecipientResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a profile: the first one and, perhaps, a backup. The backup is asked for those recipients that the
 * first has definitely not taken because it failed as a whole; never for one whose message may have been accepted, nor
 * for one that the first refused for himself. While the first rests after a failure, the backup goes first.
 */
public final class Relay implements AutoCloseable {
    private final ServerLine primary;
    private final @Nullable ServerLine backup;

    public Relay(ServerLine primary, @Nullable ServerLine backup) {
        this.primary = primary;
        this.backup = backup;
    }

    /**
     * What became of a message.
     *
     * @param recipients one result for each, in the order of the envelope
     * @param failures one line for each server that failed as a whole
     * @param security how the last connection was secured: {@code tls}, {@code none}, or empty without one
     */
    public record Relayed(List<RecipientResult> recipients, List<String> failures, String security) {}

    /** Submits a message. Answers rather than throws. */
    public Relayed deliver(Submission submission) {
        Map<String, RecipientResult> results = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        List<String> waiting = submission.envelope().recipients();
        waiting.forEach(recipient -> results.put(recipient, null));
        String security = "";
        for (ServerLine line : inOrder()) {
            DeliveryResult result = line.deliver(submission.to(waiting));
            security = line.security();
            for (RecipientResult each : result.recipients()) {
                results.merge(each.recipient(), each, Relay::both);
            }
            result.serverFailure().ifPresent(failure -> failures.add(String.valueOf(failure.getMessage())));
            waiting = waiting.stream().filter(result.elsewhere()::contains).toList();
            if (waiting.isEmpty()) {
                break;
            }
        }
        return new Relayed(List.copyOf(results.values()), failures, security);
    }

    private List<ServerLine> inOrder() {
        ServerLine other = backup;
        if (other == null) {
            return List.of(primary);
        }
        return primary.isResting() ? List.of(other, primary) : List.of(primary, other);
    }

    /** The later answer counts; when no server took the message, both reasons are told. */
    private static RecipientResult both(@Nullable RecipientResult earlier, RecipientResult later) {
        if (earlier == null || later.code() != 0 || later.status() == RecipientResult.Status.IN_DOUBT) {
            return later;
        }
        return new RecipientResult(
                later.recipient(), later.status(), 0, "", earlier.reply() + " " + later.reply(), later.server());
    }

    @Override
    public void close() {
        primary.close();
        if (backup != null) {
            backup.close();
        }
    }

    /** Drops every connection now. */
    public void cut() {
        primary.cut();
        if (backup != null) {
            backup.cut();
        }
    }
}
