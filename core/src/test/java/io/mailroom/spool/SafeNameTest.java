package io.mailroom.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNameTest {
    @Test
    void anOrdinaryServerAndAccountStayReadable() {
        assertThat(new MailboxId("POP.Example.com", "support-1@example.com").fileName())
                .isEqualTo("pop.example.com_support-1@example.com");
    }

    @Test
    void differentMailboxesNeverShareAFile() {
        assertThat(new MailboxId("a_b", "c").fileName()).isNotEqualTo(new MailboxId("a", "b_c").fileName());
        assertThat(new MailboxId("a", "").fileName()).isNotEqualTo(new MailboxId("a", "%").fileName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../../etc/passwd",
                "/etc/passwd",
                "C:\\x",
                "\\\\host\\share",
                "a\nb",
                "a\0b",
                "x:stream",
                "con",
                "nul.txt",
                "COM1",
                "a.",
                "a ",
                "%2e%2e",
                "%",
                "%~",
                "ä",
                "\u202Egpj.exe",
                "\uD800",
                "Bob",
                "bob"
            })
    void aHostileNameIsSafeOnEverySystemAndComesBackUnchanged(String name) {
        String escaped = SafeName.escape(name);

        assertThat(escaped).matches("[a-z0-9.@%-]+").doesNotStartWith(".").doesNotEndWith(".");
        assertThat(escaped.toLowerCase(Locale.ROOT)).doesNotMatch("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
        assertThat(SafeName.unescape(escaped)).isEqualTo(name);
    }

    @Test
    void anyStringComesBackUnchangedAndNoTwoShareAName() {
        Random random = new Random(7);
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                name.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
            }

            String escaped = SafeName.escape(name.toString());

            assertThat(SafeName.unescape(escaped)).isEqualTo(name.toString());
            assertThat(names.putIfAbsent(escaped, name.toString())).isIn(null, name.toString());
        }
    }

    @Test
    void namesTooLongForAFileStayApart() {
        String one = "x".repeat(1_000_000) + "1";
        String two = "x".repeat(1_000_000) + "2";

        assertThat(SafeName.escape(one)).hasSize(SafeName.MAX_LENGTH).isNotEqualTo(SafeName.escape(two));
        assertThat(("Previous_" + new MailboxId(one, two).fileName() + ".ids.part").getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(255);
        assertThatThrownBy(() -> SafeName.unescape(SafeName.escape(one))).isInstanceOf(IllegalArgumentException.class);
    }
}
