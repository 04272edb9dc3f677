package io.mailroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.internal.queue.Claim;
import java.util.ArrayList;
import java.util.List;

/** What the handler did. Its effect is durable at once, whatever becomes of the process. */
final class Ledger {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String token, String eventId, boolean possibleDuplicate, String attachment) {}

    Ledger copy() {
        Ledger copy = new Ledger();
        copy.entries.addAll(entries);
        return copy;
    }

    void handle(Claim claim, String attachment) {
        entries.add(new Entry(
                claim.event().fields().get("Token"),
                claim.event().header().eventId(),
                claim.possibleDuplicate(),
                attachment));
    }

    /** Each token handled; a repeat only with the flag and the same id; files whole whenever there is no flag. */
    void balances(List<String> tokens) {
        for (String token : tokens) {
            List<Entry> of =
                    entries.stream().filter(each -> each.token().equals(token)).toList();
            assertThat(of).as("handled at least once: %s", token).isNotEmpty();
            assertThat(of.subList(1, of.size()))
                    .as("repeats of %s", token)
                    .allMatch(Entry::possibleDuplicate)
                    .allMatch(each -> each.eventId().equals(of.get(0).eventId()));
            assertThat(of)
                    .as("files of %s", token)
                    .allMatch(each -> each.attachment().equals(token)
                            || each.possibleDuplicate() && each.attachment().isEmpty());
        }
        assertThat(entries).extracting(Entry::token).isSubsetOf(tokens);
    }

    int handled() {
        return entries.size();
    }
}
