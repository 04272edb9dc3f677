package io.mailroom.mime.internal.bounce;

import io.mailroom.mime.Bounce;
import io.mailroom.mime.internal.bounce.BounceRules.Rule;
import io.mailroom.mime.internal.bounce.BounceRules.Where;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recognises bounces by their sender, subject and text. Each kind of sign adds the weight of its best rule; a message
 * is a bounce from {@value #ENOUGH} points on, if one sign is of the sender and another of the subject or text, and if a
 * failed address can be found. Linear in the text, of which it looks at the first {@value #MOST_TEXT} characters.
 */
public final class BounceRecognizer {
    private static final int MOST_TEXT = 64 * 1024;
    private static final int ENOUGH = 70;
    private static final int NULL_RETURN_PATH = 25;
    private static final int REPORT = 40;
    private static final int FAILED_RECIPIENTS = 60;

    private final BounceEvidence evidence;
    private final BounceRules rules = BounceRules.standard();

    private int sender;
    private int subject;
    private int text;
    private int against;
    private @Nullable Rule system;
    private int reasonPriority = Integer.MAX_VALUE;
    private @Nullable Rule reason;
    private int addressPriority = Integer.MAX_VALUE;
    private int addressesFrom = -1;
    private int copyFrom = Integer.MAX_VALUE;

    private BounceRecognizer(BounceEvidence evidence) {
        this.evidence = evidence;
    }

    /** The bounce, or empty when the message is none or its failed address cannot be told. */
    public static Optional<Bounce> recognize(BounceEvidence evidence) {
        return new BounceRecognizer(evidence).run();
    }

    /** False when no text could make a bounce of a message with these fields: the text need not be made then. */
    public static boolean isPossible(String from, String returnPath, String failedRecipients) {
        return new BounceRecognizer(new BounceEvidence(from, returnPath, "", failedRecipients, "", "", false))
                .hasSender();
    }

    private boolean hasSender() {
        rules.find(new FoldedText(evidence.from()), this::takeSender);
        return sender > 0
                || evidence.returnPath().strip().equals("<>")
                || !evidence.failedRecipients().isBlank();
    }

    private Optional<Bounce> run() {
        boolean nullPath = evidence.returnPath().strip().equals("<>");
        boolean named = !evidence.failedRecipients().isBlank();
        rules.find(new FoldedText(evidence.from()), this::takeSender);
        if (sender == 0 && !nullPath && !named) {
            return Optional.empty();
        }
        rules.find(new FoldedText(evidence.subject()), this::takeSubject);
        FoldedText folded = new FoldedText(cut(evidence.text()));
        rules.find(folded, this::findCopy);
        rules.find(folded, this::takeText);

        int score = sender + subject + text - against;
        score += (nullPath ? NULL_RETURN_PATH : 0) + (named ? FAILED_RECIPIENTS : 0) + (evidence.report() ? REPORT : 0);
        if (score < ENOUGH || subject + text == 0 && !named) {
            return Optional.empty();
        }
        return bounce(folded, Math.min(100, score));
    }

    private Optional<Bounce> bounce(FoldedText folded, int confidence) {
        int end = copyFrom == Integer.MAX_VALUE ? folded.original().length() : folded.originalIndex(copyFrom);
        String shown = folded.original().substring(0, end);
        int from = addressesFrom < 0 ? 0 : folded.originalIndex(addressesFrom);
        List<String> recipients =
                new FailedAddresses(evidence, shown, folded.original().substring(end)).find(from, addressesFrom >= 0);
        if (recipients.isEmpty()) {
            return Optional.empty();
        }
        StatusCodes codes = StatusCodes.in(shown);
        String status =
                !codes.enhanced().isEmpty() ? codes.enhanced() : reason != null ? reason.status() : codes.basic();
        boolean temporary = (reason != null ? reason.status() : status).startsWith("4");
        String name = (system == null ? "generic" : system.name()) + (reason == null ? "" : "/" + reason.name());
        Bounce.Kind kind = temporary ? Bounce.Kind.TEMPORARY : Bounce.Kind.PERMANENT;
        return Optional.of(new Bounce(recipients, kind, status, confidence, name));
    }

    private static String cut(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
    }

    private void takeSender(Rule rule, int priority, int end) {
        if (rule.where() == Where.SENDER) {
            sender = Math.max(sender, rule.weight());
        }
    }

    private void takeSubject(Rule rule, int priority, int end) {
        if (rule.where() == Where.SUBJECT && rule.weight() > subject) {
            subject = rule.weight();
            system = rule;
        } else if (rule.where() == Where.AGAINST) {
            against = Math.max(against, rule.weight());
        }
    }

    private void findCopy(Rule rule, int priority, int end) {
        if (rule.where() == Where.COPY) {
            copyFrom = Math.min(copyFrom, end);
        }
    }

    private void takeText(Rule rule, int priority, int end) {
        if (end > copyFrom) {
            return;
        }
        switch (rule.where()) {
            case TEXT -> {
                if (rule.weight() > text) {
                    text = rule.weight();
                    system = rule;
                }
            }
            case ADDRESS -> {
                if (priority < addressPriority) {
                    addressPriority = priority;
                    addressesFrom = end;
                }
            }
            case REASON -> {
                if (priority < reasonPriority) {
                    reasonPriority = priority;
                    reason = rule;
                }
            }
            case AGAINST -> against = Math.max(against, rule.weight());
            default -> {
                // looked for elsewhere
            }
        }
    }
}
