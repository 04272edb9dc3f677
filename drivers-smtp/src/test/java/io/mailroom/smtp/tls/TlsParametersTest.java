package io.mailroom.smtp.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import org.junit.jupiter.api.Test;

class TlsParametersTest {
    private final ProfileResolver resolver =
            ProfileResolver.of(TlsParameters.ALL).withRules(TlsParameters.RULES);
    private final Profile.Builder profile = Profile.named("a", "any");

    @Test
    void everythingIsCheckedUnlessSomebodySaysFalse() {
        Settings settings = resolver.resolve(profile.build(), Direction.BOTH);

        assertThat(settings.get(TlsParameters.PEER_AUTHENTICATION)).isTrue();
        assertThat(settings.get(TlsParameters.VALIDATE_PEER_CERTIFICATE)).isTrue();
        assertThat(settings.get(TlsParameters.ALLOW_INSECURE_AUTHENTICATION)).isFalse();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void aCheckThatIsSwitchedOffIsWarnedOf() {
        profile.set("Peer Authentication", "False")
                .set("Validate Peer Certificate", "false")
                .set("Allow Insecure Authentication", "true");

        assertThat(resolver.resolve(profile.build(), Direction.BOTH).warnings())
                .satisfiesExactly(
                        warning -> assertThat(warning).startsWith("\"Peer Authentication\" is False"),
                        warning -> assertThat(warning).startsWith("\"Validate Peer Certificate\" is False"),
                        warning -> assertThat(warning).startsWith("\"Allow Insecure Authentication\" is True"));
    }

    @Test
    void onlyTheWordFalseSwitchesACheckOff() {
        profile.set("Peer Authentication", "0").set("Validate Peer Certificate", "");

        assertThat(resolver.problems(profile.build(), Direction.BOTH))
                .containsExactly("\"Peer Authentication\": must be True or False, but is \"0\"");
    }

    @Test
    void certificateAndKeyComeTogether() {
        profile.set(TlsParameters.CERTIFICATE_FILE, "client.pem")
                .set(TlsParameters.PRIVATE_KEY_FILE_PASSWORD, "secret");

        assertThat(resolver.problems(profile.build(), Direction.BOTH))
                .containsExactly(
                        "\"Certificate File\" is of no use alone; set \"Private Key File\" too. It may name the same"
                                + " file",
                        "\"Private Key File Password\" is set without \"Private Key File\"; set both or remove the"
                                + " password");
    }
}
