package io.mailroom.smtp.outbox;

import io.mailroom.smtp.DsnRequest;
import io.mailroom.smtp.DsnRequest.Occasion;
import io.mailroom.smtp.DsnRequest.Returned;
import io.mailroom.smtp.RecipientResult;
import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.smtp.compose.ComposedMessage;
import io.mailroom.smtp.compose.Envelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one message in the outbox, as its journal tells it from the first line to the last. The head is
 * written whole before anybody sees the file; each later line is forced to disk before what it announces is done, by way
 * of the {@link SharedJournal}. Lines that are there twice in the same order say the same as once.
 *
 * <pre>
 * mailroom-outbox 1              head
 * profile help@example.com
 * message &lt;1@example.com&gt;
 * size 1234 7bit ascii queued    or 8bit, utf8, direct
 * sender help@example.com
 * dsn FAILURE,DELAY HDRS -       only when asked for: occasions, part returned, envelope id
 * at 1772357400000
 * to ann@example.org             recipient 0
 * to bob@example.org             recipient 1
 * begin
 * dot 0 1                        from here on a server may have it for these
 * result 0 SENT 250 2.0.0 mx.example.org:25 250 2.0.0 taken
 * next 1772357700000 1           when it is tried again; how often it was tried
 * retry                          somebody wants those given up or in doubt tried again
 * </pre>
 *
 * <p>Usable from any thread.
 */
public final class Journal {
    private static final String MAGIC = "mailroom-outbox 1";
    private static final String NONE = "-";

    /** The last line of a head. */
    static final String BEGIN = "begin";

    private final String profile;
    private final ComposedMessage message;
    private final boolean direct;
    private final Instant at;
    private final @Nullable RecipientResult[] results;
    private final boolean[] dotSent;
    private int tries;
    private Instant next;

    /** For a new message. */
    public Journal(String profile, ComposedMessage message, boolean direct, Instant at) {
        this.profile = profile;
        this.message = message;
        this.direct = direct;
        this.at = at;
        this.next = at;
        int recipients = message.envelope().recipients().size();
        this.results = new RecipientResult[recipients];
        this.dotSent = new boolean[recipients];
    }

    /** Reads a journal; empty when its head is damaged. */
    public static Optional<Journal> read(byte[] bytes) {
        List<String> lines = JournalLine.read(bytes);
        int begin = lines.indexOf(BEGIN);
        if (begin < 0 || !lines.get(0).equals(MAGIC)) {
            return Optional.empty();
        }
        Journal journal = new HeadReader(lines.subList(1, begin)).journal();
        lines.subList(begin + 1, lines.size()).forEach(journal::apply);
        return Optional.of(journal);
    }

    /** The lines of the head. */
    public synchronized List<String> head() {
        Envelope envelope = message.envelope();
        List<String> lines = new ArrayList<>(List.of(
                MAGIC,
                "profile " + profile,
                "message " + message.messageId(),
                "size " + message.sizeBytes() + (message.eightBit() ? " 8bit" : " 7bit")
                        + (message.utf8() ? " utf8" : " ascii") + (direct ? " direct" : " queued"),
                "sender " + envelope.sender()));
        envelope.request()
                .ifPresent(dsn -> lines.add("dsn " + dsn.notifyValue() + " "
                        + dsn.returnedPart().map(Returned::name).orElse(NONE) + " "
                        + dsn.ownEnvelopeId().orElse(NONE)));
        lines.add("at " + at.toEpochMilli());
        envelope.recipients().forEach(recipient -> lines.add("to " + recipient));
        lines.add(BEGIN);
        return List.copyOf(lines);
    }

    /** The lines for: a server may have it for these recipients from now on. */
    public synchronized List<String> dot(List<String> recipients) {
        List<String> all = message.envelope().recipients();
        Set<String> wanted = Set.copyOf(recipients);
        StringBuilder line = new StringBuilder("dot");
        for (int i = 0; i < all.size(); i++) {
            if (wanted.contains(all.get(i))) {
                line.append(' ').append(i);
            }
        }
        return applied(List.of(line.toString()));
    }

    /** The lines for: this is what became of it, and when it is tried again. */
    public synchronized List<String> settled(List<RecipientResult> outcome, Instant nextTry) {
        Map<String, Integer> indexes = new HashMap<>();
        message.envelope().recipients().forEach(recipient -> indexes.put(recipient, indexes.size()));
        List<String> lines = new ArrayList<>();
        for (RecipientResult each : outcome) {
            Integer index = indexes.get(each.recipient());
            if (index != null) {
                lines.add("result " + index + " " + each.status() + " " + each.code() + " "
                        + orNone(each.enhancedCode()) + " " + orNone(each.server()) + " "
                        + each.reply().replace('\n', ' '));
            }
        }
        lines.add("next " + nextTry.toEpochMilli() + " " + (tries + 1));
        return applied(lines);
    }

    /** The lines for: try those given up or in doubt once more. */
    public synchronized List<String> retry() {
        return applied(List.of("retry"));
    }

    private List<String> applied(List<String> lines) {
        lines.forEach(this::apply);
        return List.copyOf(lines);
    }

    private void apply(String line) {
        String[] words = line.split(" ", 7);
        switch (words[0]) {
            case "dot" ->
                Arrays.stream(line.split(" ")).skip(1).forEach(index -> {
                    dotSent[Integer.parseInt(index)] = true;
                });
            case "result" -> {
                int index = Integer.parseInt(words[1]);
                dotSent[index] = false;
                results[index] = new RecipientResult(
                        message.envelope().recipients().get(index),
                        Status.valueOf(words[2]),
                        Integer.parseInt(words[3]),
                        orEmpty(words[4]),
                        words.length > 6 ? words[6] : "",
                        orEmpty(words[5]));
            }
            case "next" -> {
                next = Instant.ofEpochMilli(Long.parseLong(words[1]));
                tries = Integer.parseInt(words[2]);
            }
            case "retry" -> {
                for (int i = 0; i < results.length; i++) {
                    dotSent[i] = false;
                    if (results[i] != null && results[i].status() != Status.SENT) {
                        results[i] = null;
                    }
                }
                tries = 0;
            }
            default -> throw new IllegalArgumentException("A journal line begins with " + words[0]);
        }
    }

    public String profile() {
        return profile;
    }

    public ComposedMessage message() {
        return message;
    }

    /** True when somebody waits for the result of the one try; false when the outbox goes on by itself. */
    public boolean isDirect() {
        return direct;
    }

    public Instant at() {
        return at;
    }

    /** When the next try is due. */
    public synchronized Instant next() {
        return next;
    }

    public synchronized int tries() {
        return tries;
    }

    /** One for each recipient; DEFERRED for one that was not tried, IN_DOUBT where a dot has no answer. */
    public synchronized List<RecipientResult> results() {
        List<RecipientResult> all = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            String recipient = message.envelope().recipients().get(i);
            if (dotSent[i]) {
                String text = "the process ended before the answer of the server was known; it may have the message";
                all.add(new RecipientResult(recipient, Status.IN_DOUBT, 0, "", text, ""));
            } else if (results[i] != null) {
                all.add(results[i]);
            } else {
                all.add(new RecipientResult(recipient, Status.DEFERRED, 0, "", "not tried yet", ""));
            }
        }
        return all;
    }

    /** Recipients that the next try is for. */
    public synchronized List<String> open(boolean alsoInDoubt) {
        return results().stream()
                .filter(each -> each.status() == Status.DEFERRED || alsoInDoubt && each.status() == Status.IN_DOUBT)
                .map(RecipientResult::recipient)
                .toList();
    }

    private static String orNone(String word) {
        return word.isEmpty() ? NONE : word.replace(' ', '_');
    }

    private static String orEmpty(String word) {
        return word.equals(NONE) ? "" : word;
    }

    /** Reads the lines between magic and begin. */
    private static final class HeadReader {
        private String profile = "";
        private String messageId = "";
        private String size = "0 7bit ascii queued";
        private String sender = "";
        private long at;
        private @Nullable DsnRequest dsn;
        private final List<String> recipients = new ArrayList<>();

        HeadReader(List<String> lines) {
            for (String line : lines) {
                int blank = line.indexOf(' ');
                String value = line.substring(blank + 1);
                switch (line.substring(0, blank)) {
                    case "profile" -> profile = value;
                    case "message" -> messageId = value;
                    case "size" -> size = value;
                    case "sender" -> sender = value;
                    case "at" -> at = Long.parseLong(value);
                    case "dsn" -> dsn = dsn(value.split(" ", 3));
                    case "to" -> recipients.add(value);
                    default -> throw new IllegalArgumentException("A journal's head has a line " + line);
                }
            }
        }

        Journal journal() {
            String[] words = size.split(" ");
            ComposedMessage message = new ComposedMessage(
                    messageId,
                    Long.parseLong(words[0]),
                    words[1].equals("8bit"),
                    words[2].equals("utf8"),
                    new Envelope(sender, recipients, dsn));
            return new Journal(profile, message, words[3].equals("direct"), Instant.ofEpochMilli(at));
        }

        private static DsnRequest dsn(String[] words) {
            Set<Occasion> occasions = words[0].equals("NEVER")
                    ? Set.of()
                    : Arrays.stream(words[0].split(",")).map(Occasion::valueOf).collect(Collectors.toUnmodifiableSet());
            return new DsnRequest(
                    occasions,
                    words[1].equals(NONE) ? null : Returned.valueOf(words[1]),
                    words[2].equals(NONE) ? null : words[2]);
        }
    }
}
