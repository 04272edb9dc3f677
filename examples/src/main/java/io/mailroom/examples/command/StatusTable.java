package io.mailroom.examples.command;

import io.mailroom.GroupStatus;
import io.mailroom.MailboxStatus;
import io.mailroom.ReceiverStatus;
import io.mailroom.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a receiver is doing, as rows for a screen: mailboxes with trouble first, then by name. */
final class StatusTable {
    private static final int LONGEST_ERROR = 100;

    private StatusTable() {}

    /**
     * One row a mailbox, after the heads of the columns.
     *
     * @param most rows at most; a last one says how many more there are
     */
    static List<List<String>> mailboxes(ReceiverStatus status, Signals signals, Instant now, int most) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "MAILBOX", "GROUP", "STATE", "LAST OK", "RECEIVED", "HANDLED", "FAILED", "ASIDE", "LAG", "LAST ERROR"));
        List<MailboxStatus> all = new ArrayList<>(status.mailboxes());
        all.sort(Comparator.comparing((MailboxStatus each) -> each.lastError().isEmpty())
                .thenComparing(MailboxStatus::profile));
        for (MailboxStatus mailbox : all.subList(0, Math.min(most, all.size()))) {
            rows.add(row(mailbox, signals.of(mailbox.profile()), now));
        }
        if (all.size() > most) {
            rows.add(List.of("and " + (all.size() - most) + " more", "", "", "", "", "", "", "", "", ""));
        }
        return rows;
    }

    private static List<String> row(MailboxStatus mailbox, Signals.Reading counted, Instant now) {
        String state = word(mailbox.state())
                + mailbox.nextPoll()
                        .filter(next -> mailbox.state() != MailboxStatus.State.PAUSED)
                        .map(next -> ", next in " + age(Duration.between(now, next)))
                        .orElse("");
        return List.of(
                Screen.safe(mailbox.profile()),
                Screen.safe(mailbox.group()),
                state,
                mailbox.lastSuccess()
                        .map(then -> age(Duration.between(then, now)) + " ago")
                        .orElse("never"),
                String.valueOf(counted.received()),
                String.valueOf(counted.accepted()),
                String.valueOf(counted.failed()),
                String.valueOf(counted.putAside()),
                counted.accepted() == 0 ? "" : age(counted.lastLag()),
                mailbox.lastError().map(StatusTable::brief).orElse(""));
    }

    /**
     * One row a group, after the heads of the columns.
     *
     * @param most rows at most; a last one says how many more there are
     */
    static List<List<String>> groups(ReceiverStatus status, int most) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("GROUP", "STATE", "WAITING", "IN HAND", "MAILBOXES"));
        List<GroupStatus> all = status.groups();
        for (GroupStatus group : all.subList(0, Math.min(most, all.size()))) {
            rows.add(List.of(
                    Screen.safe(group.name()),
                    word(group.state()) + (group.realTime() ? "" : ", queued"),
                    String.valueOf(group.waiting()),
                    String.valueOf(group.inHand()),
                    String.valueOf(group.profiles().size())));
        }
        if (all.size() > most) {
            rows.add(List.of("and " + (all.size() - most) + " more", "", "", "", ""));
        }
        return rows;
    }

    /** The same for readers of logs: a line for each row, which names what it tells. */
    static List<String> lines(List<List<String>> rows) {
        List<String> heads = rows.get(0);
        return rows.stream()
                .skip(1)
                .map(row -> IntStream.range(0, heads.size())
                        .filter(i -> !row.get(i).isEmpty())
                        .mapToObj(i -> heads.get(i).toLowerCase(Locale.ROOT) + " " + row.get(i))
                        .collect(Collectors.joining("; ")))
                .toList();
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String brief(String error) {
        String line = Screen.safe(error);
        return line.length() <= LONGEST_ERROR ? line : line.substring(0, LONGEST_ERROR - 1) + "…";
    }

    /** {@code 0 s}, {@code 59 s}, {@code 12 min}, {@code 3 h}, {@code 4 d}. */
    static String age(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }
}
