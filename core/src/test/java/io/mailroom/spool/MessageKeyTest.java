package io.mailroom.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageKeyTest {
    private static final ContentDigest MAIL = ContentDigest.of("mail".getBytes(StandardCharsets.US_ASCII));
    private static final ContentDigest OTHER = ContentDigest.of("other".getBytes(StandardCharsets.US_ASCII));

    @Test
    void theEventIdOfAMessageIsTheSameAfterEveryFetch() {
        String first = new MessageKey(new MailboxId("pop.example.com", "bob"), "uid-1", MAIL).eventId();
        String again = new MessageKey(new MailboxId("POP.example.com", "bob"), "uid-1", MAIL).eventId();

        assertThat(first).matches("[0-9a-f]{64}").isEqualTo(again);
    }

    @Test
    void whateverDiffersMakesAnotherEventId() {
        List<String> ids = Stream.of(
                        new MessageKey(new MailboxId("a", "bc"), "u", MAIL),
                        new MessageKey(new MailboxId("ab", "c"), "u", MAIL),
                        new MessageKey(new MailboxId("a", "b"), "cu", MAIL),
                        new MessageKey(new MailboxId("a", "bc"), "", MAIL),
                        new MessageKey(new MailboxId("a", "bc"), "\uD800", MAIL),
                        new MessageKey(new MailboxId("a", "bc"), "\uDC00", MAIL),
                        new MessageKey(new MailboxId("a", "bc"), "u", OTHER),
                        new MessageKey(new MailboxId("a", "bc"), "u", MAIL, 1),
                        new MessageKey(new MailboxId("a", "bc"), "u", MAIL, 2))
                .map(MessageKey::eventId)
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }
}
