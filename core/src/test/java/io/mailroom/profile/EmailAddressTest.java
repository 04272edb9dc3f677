package io.mailroom.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @Test
    void aNameAndAnAddressAreToldApart() {
        EmailAddress address = EmailAddress.parse("Example Support <Support@Example.com>");

        assertThat(address).isEqualTo(new EmailAddress("Example Support", "Support@Example.com"));
        assertThat(address.key()).isEqualTo("support@example.com");
    }

    @Test
    void aBareAddressIsItsOwnName() {
        assertThat(EmailAddress.parse(" support@example.com ").displayName()).isEqualTo("support@example.com");
        assertThat(EmailAddress.parse("<support@example.com>").displayName()).isEqualTo("support@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Support <a@example.com>",
                "\"Support, 2nd \\\"line\\\"\" <a@example.com>",
                "Čeněk <č@example.com>"
            })
    void whatIsPrintedReadsBackTheSame(String text) {
        EmailAddress address = EmailAddress.parse(text);

        assertThat(EmailAddress.parse(address.toString())).isEqualTo(address);
        assertThat(address).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "support",
                "@example.com",
                "support@",
                "a b@example.com",
                "a@b@example.com",
                "Support <a@example.com",
                "a@example.com\r\nBcc: b@example.com",
                "x\n <a@example.com>",
                "a@example.com, b@example.com",
                "<a@example.com> x"
            })
    void whatIsNotOneAddressIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.parse(text));
    }
}
