package io.mailroom.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretTest {
    private final Secret secret = Secret.of("pässword");

    @Test
    void itsTextFormIsAMask() {
        assertThat(secret).hasToString("********");
        assertThat(secret.hashCode()).isEqualTo(Secret.of("other").hashCode());
    }

    @Test
    void itEqualsASecretOfTheSameCharactersAndNoString() {
        assertThat(secret)
                .isEqualTo(Secret.of("pässword".toCharArray()))
                .isNotEqualTo(Secret.of("password"))
                .isNotEqualTo(Secret.of("pässwordpässword"))
                .isNotEqualTo(Secret.of(""))
                .isNotEqualTo("pässword");
    }

    @Test
    void copiesCanBeWipedWithoutHarmToIt() {
        char[] characters = secret.copyCharacters();
        characters[0] = 'x';

        assertThat(secret.copyCharacters()).containsExactly("pässword".toCharArray());
        assertThat(secret.copyBytes(StandardCharsets.UTF_8))
                .containsExactly("pässword".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void wipedItIsGone() {
        secret.wipe();
        secret.wipe();

        assertThat(secret.isWiped()).isTrue();
        assertThat(secret).isNotEqualTo(Secret.of("pässword")).isEqualTo(secret);
        assertThatIllegalStateException().isThrownBy(secret::copyCharacters);
    }
}
