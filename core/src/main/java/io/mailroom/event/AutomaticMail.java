package io.mailroom.event;

import io.mailroom.mime.Field;
import io.mailroom.mime.Header;
import io.mailroom.mime.MailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a message may be answered automatically, and what speaks against it (RFC 3834 and common practice). What a
 * header says is the sender's claim: it is a reason to keep silent, never a reason to trust.
 *
 * @param evidence all that speaks against an automatic answer, the strongest kind first; empty when nothing does
 */
public record AutomaticMail(List<Evidence> evidence) {
    /** The field by which we know our own automatic mail; see {@link LoopSeal} for its value. */
    public static final String LOOP_FIELD = "X-Mailroom-Loop";

    /** Most fields of one name that are looked at. */
    private static final int MAX_FIELDS = 20;

    private static final Set<String> BULK = Set.of("bulk", "list", "junk", "auto_reply");
    private static final Set<String> SUPPRESSED = Set.of("all", "autoreply", "oof");
    private static final Set<String> ROBOTS = Set.of(
            "mailer-daemon",
            "mail-daemon",
            "listserv",
            "majordomo",
            "no-reply",
            "noreply",
            "no_reply",
            "do-not-reply",
            "donotreply",
            "do_not_reply");
    private static final List<String> LIST_FIELDS = List.of(
            "List-Id",
            "List-Unsubscribe",
            "List-Post",
            "List-Help",
            "List-Subscribe",
            "List-Owner",
            "List-Archive",
            "Mailing-List",
            "X-Mailing-List");
    private static final List<String> REPLY_FIELDS = List.of(
            "X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Autoresponder", "X-AutoReply-From", "Auto-Reply");

    /** What can speak against an automatic answer. */
    public enum Kind {
        /** {@code Auto-Submitted} with any value but {@code no} (RFC 3834 §5). */
        AUTO_SUBMITTED,
        /** A report about a message: RFC 3464, any {@code multipart/report}, or a bounce in no standard form. */
        DELIVERY_REPORT,
        /** {@code Return-Path: <>}: nobody wants an answer (RFC 5321 §6.1). */
        NULL_RETURN_PATH,
        /** {@link AutomaticMail#LOOP_FIELD} with our seal: one of our own automatic mails came back. */
        OWN_LOOP_FIELD,
        /** {@link AutomaticMail#LOOP_FIELD} without our seal: automatic mail of another installation, or so it says. */
        OTHER_LOOP_FIELD,
        /** {@code Precedence} is bulk, list, junk or auto_reply. */
        PRECEDENCE,
        /** A field of mailing lists (RFC 2369, RFC 2919). */
        LIST,
        /** {@code X-Auto-Response-Suppress} is All, AutoReply or OOF. */
        AUTO_RESPONSE_SUPPRESS,
        /** A field that older answering programs write. */
        AUTO_REPLY_FIELD,
        /** The sender's address is that of a program, such as {@code MAILER-DAEMON} or {@code owner-list}. */
        ROBOT_SENDER,
        /** From, Reply-To or Return-Path is the mailbox that received the message. */
        OWN_ADDRESS,
        /** There is no address to answer to. */
        NO_SENDER;

        private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The name as events spell it, such as {@code null-return-path}. */
        public String label() {
            return label;
        }
    }

    /**
     * One reason.
     *
     * @param kind what speaks against an answer
     * @param value the word, field or address that shows it; printable, at most {@link #MAX_VALUE} characters, may be
     *     empty
     */
    public record Evidence(Kind kind, String value) {
        /** Most characters of {@link #value()}; the rest is cut. */
        public static final int MAX_VALUE = 80;

        /** Cuts the value, and replaces what would break a list: controls and semicolons. */
        public Evidence {
            Objects.requireNonNull(kind, "kind");
            value = FieldText.oneLine(value, MAX_VALUE).replace(';', ',').strip();
        }

        /** {@code auto-submitted=auto-replied}. */
        @Override
        public String toString() {
            return value.isEmpty() ? kind.label() : kind.label() + "=" + value;
        }
    }

    /** Copies the list. */
    public AutomaticMail {
        evidence = List.copyOf(evidence);
    }

    /** Reads what {@link #reason()} wrote; words it does not know are left out. */
    static AutomaticMail of(String reason) {
        if (reason.isEmpty()) {
            return new AutomaticMail(List.of());
        }
        List<Evidence> evidence = new ArrayList<>();
        for (String item : reason.split("; ")) {
            int equals = item.indexOf('=');
            String label = equals < 0 ? item : item.substring(0, equals);
            for (Kind kind : Kind.values()) {
                if (kind.label().equals(label)) {
                    evidence.add(new Evidence(kind, equals < 0 ? "" : item.substring(equals + 1)));
                }
            }
        }
        return new AutomaticMail(evidence);
    }

    /** True when nothing speaks against an automatic answer. */
    public boolean mayAutoReply() {
        return evidence.isEmpty();
    }

    /** True when this kind of evidence was found. */
    public boolean has(Kind kind) {
        return evidence.stream().anyMatch(found -> found.kind() == kind);
    }

    /** All evidence in one line, such as {@code auto-submitted=auto-replied; precedence=bulk}; empty without any. */
    public String reason() {
        return evidence.stream().map(Evidence::toString).collect(Collectors.joining("; "));
    }

    /**
     * Judges a message by its header.
     *
     * @param header the header of the message
     * @param from the mailboxes of its From field
     * @param replyTo the mailboxes of its Reply-To field
     * @param isReport true when the message is a report of its own accord
     * @param receiver the address of the mailbox that received it; empty when not known
     * @param seal tells our own automatic mail
     */
    static AutomaticMail judge(
            Header header,
            List<MailAddress> from,
            List<MailAddress> replyTo,
            boolean isReport,
            String receiver,
            LoopSeal seal) {
        Judgement judgement = new Judgement();
        for (String value : texts(header, "Auto-Submitted")) {
            String word = firstWord(value);
            judgement.when(!word.equals("no") && !word.isEmpty(), Kind.AUTO_SUBMITTED, word);
        }
        judgement.when(isReport, Kind.DELIVERY_REPORT, "");
        String returnPath = header.text("Return-Path").map(String::strip).orElse(null);
        judgement.when(isNull(returnPath), Kind.NULL_RETURN_PATH, "");
        for (String value : texts(header, LOOP_FIELD)) {
            Optional<String> ours = seal.verify(value);
            judgement.when(ours.isPresent(), Kind.OWN_LOOP_FIELD, ours.orElse(""));
            judgement.when(ours.isEmpty(), Kind.OTHER_LOOP_FIELD, value);
        }
        for (String value : texts(header, "Precedence")) {
            judgement.when(BULK.contains(firstWord(value)), Kind.PRECEDENCE, firstWord(value));
        }
        judgement.whenAny(header, LIST_FIELDS, Kind.LIST);
        for (String value : texts(header, "X-Auto-Response-Suppress")) {
            judgement.when(suppresses(value), Kind.AUTO_RESPONSE_SUPPRESS, value);
        }
        judgement.whenAny(header, REPLY_FIELDS, Kind.AUTO_REPLY_FIELD);
        String sender = from.isEmpty() ? "" : from.get(0).address();
        judgement.when(isRobot(sender), Kind.ROBOT_SENDER, sender);
        judgement.judgeOwnAddress(receiver, from, replyTo, returnPath);
        judgement.when(replyTo.isEmpty() && sender.isEmpty(), Kind.NO_SENDER, "");
        return new AutomaticMail(judgement.found);
    }

    private static List<String> texts(Header header, String name) {
        return header.all(name).stream().limit(MAX_FIELDS).map(Field::text).toList();
    }

    private static String firstWord(String value) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == ';' || c == '(' || c == ',' || c <= ' ') {
                return word.substring(0, i);
            }
        }
        return word;
    }

    private static boolean isNull(@Nullable String returnPath) {
        return returnPath != null && returnPath.replace(" ", "").equals("<>");
    }

    private static boolean suppresses(String value) {
        for (String word : value.toLowerCase(Locale.ROOT).split("[,;\\s]+", MAX_FIELDS)) {
            if (SUPPRESSED.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRobot(String address) {
        int at = address.lastIndexOf('@');
        String local = (at < 0 ? address : address.substring(0, at)).toLowerCase(Locale.ROOT);
        return ROBOTS.contains(local)
                || local.startsWith("owner-")
                || local.endsWith("-owner")
                || local.endsWith("-request")
                || local.endsWith("-bounces");
    }

    /** Collects evidence, each kind once. */
    private static final class Judgement {
        private final List<Evidence> found = new ArrayList<>();

        void when(boolean holds, Kind kind, String value) {
            if (holds && found.stream().noneMatch(evidence -> evidence.kind() == kind)) {
                found.add(new Evidence(kind, value));
            }
        }

        void whenAny(Header header, List<String> names, Kind kind) {
            for (String name : names) {
                when(header.first(name).isPresent(), kind, name.toLowerCase(Locale.ROOT));
            }
        }

        void judgeOwnAddress(
                String receiver, List<MailAddress> from, List<MailAddress> replyTo, @Nullable String returnPath) {
            if (receiver.isEmpty()) {
                return;
            }
            when(names(from, receiver), Kind.OWN_ADDRESS, "from");
            when(names(replyTo, receiver), Kind.OWN_ADDRESS, "reply-to");
            when(("<" + receiver + ">").equalsIgnoreCase(returnPath), Kind.OWN_ADDRESS, "return-path");
        }

        private static boolean names(List<MailAddress> mailboxes, String receiver) {
            return mailboxes.stream().anyMatch(mailbox -> mailbox.address().equalsIgnoreCase(receiver));
        }
    }
}
