package io.mailroom.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.InvalidProfileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileResolverTest {
    private static final Parameter<Boolean> SSL =
            Parameter.flag("Enable SSL for POP3").withDefault(false);
    private static final Parameter<String> SERVER =
            Parameter.host("POP3 Server").required().forDirection(Direction.INBOUND);
    private static final Parameter<Integer> PORT =
            Parameter.integer("POP3 Server Port", 1, 65_535).withDefault(110).withDefaultWhen(SSL, 995);
    private static final Parameter<Secret> PASSWORD = Parameter.secret("POP3 Account Password")
            .withAliases("Mail Password")
            .required()
            .forDirection(Direction.INBOUND);
    private static final Parameter<Duration> POLLING =
            Parameter.seconds("PollingInterval").withDefault(Duration.ofSeconds(30));
    private static final Parameter<String> RELAY =
            Parameter.host("SMTP Server").required().forDirection(Direction.OUTBOUND);
    private static final List<Parameter<?>> PARAMETERS = List.of(SSL, SERVER, PORT, PASSWORD, POLLING, RELAY);

    private final Map<String, String> driverDefaults = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Profile.Builder profile = Profile.named("support@example.com", "Internet SMTP/POP3 Server");

    @TempDir
    private Path directory;

    @Test
    void aValueComesFromTheProfileElseTheDriverElseTheParameter() {
        driverDefaults.put("pop3-server", "driver.example.com");
        driverDefaults.put("pop3-server-port", "1110");
        profile.set("POP3_SERVER", "profile.example.com").set(PASSWORD, "secret");

        Settings settings = resolve();

        assertThat(settings.get(SERVER)).isEqualTo("profile.example.com");
        assertThat(settings.originOf(SERVER)).isEqualTo(Origin.PROFILE);
        assertThat(settings.get(PORT)).isEqualTo(1110);
        assertThat(settings.originOf(PORT)).isEqualTo(Origin.DRIVER);
        assertThat(settings.get(POLLING)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.originOf(POLLING)).isEqualTo(Origin.BUILT_IN);
        assertThat(settings.isSet(POLLING)).isFalse();
    }

    @Test
    void anEmptyOverrideLeavesTheLayerBelow() {
        driverDefaults.put("POP3 Server", "driver.example.com");
        profile.set(SERVER, " ").set(PASSWORD, "secret");

        assertThat(resolve().get(SERVER)).isEqualTo("driver.example.com");
    }

    @Test
    void referencesAreFollowedOnResolutionAndTheirEndOfLineIsCut() throws Exception {
        Files.writeString(directory.resolve("password"), "pässword \r\n", StandardCharsets.UTF_8);
        environment.put("POP_HOST", "pop.example.com");
        profile.directory(directory).set(SERVER, "${env:POP_HOST}").set("Mail Password", "${file:password}");

        Settings settings = resolve();

        assertThat(settings.get(SERVER)).isEqualTo("pop.example.com");
        assertThat(settings.originOf(SERVER)).isEqualTo(Origin.ENVIRONMENT);
        assertThat(settings.get(PASSWORD).copyCharacters()).containsExactly("pässword ".toCharArray());
        assertThat(settings.originOf(PASSWORD)).isEqualTo(Origin.FILE);
    }

    @Test
    void everyProblemIsToldAtOnceWithWhatToDo() {
        driverDefaults.put("Polling Interval", "never");
        profile.set("POP3 Server Port", "99999")
                .set("Pop3 Port", "110")
                .set("POP3 Acount Password", "hunter2")
                .set("Mail Password", "${env:MISSING}")
                .set("POP3 Server", "pop.example.com")
                .set("pop3server", "pop.example.org")
                .set("Colour", "blue");

        assertThatThrownBy(this::resolve)
                .isInstanceOfSatisfying(
                        InvalidProfileException.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(
                                        "\"POP3 Server Port\": must be a whole number from 1 to 65535, but is \"99999\"",
                                        "\"Pop3 Port\": is not a parameter of Internet SMTP/POP3 Server; did you mean"
                                                + " \"POP3 Server Port\"?",
                                        "\"POP3 Acount Password\": is not a parameter of Internet SMTP/POP3 Server; did you mean"
                                                + " \"POP3 Account Password\"?",
                                        "\"Mail Password\": environment variable \"MISSING\" is not set; set it for this process, or"
                                                + " change the reference",
                                        "\"POP3 Server\" and \"pop3server\" are one parameter, \"POP3 Server\"; keep one of them",
                                        "\"Colour\": is not a parameter of Internet SMTP/POP3 Server; remove it, or correct the name",
                                        "driver default \"Polling Interval\": must be a time from 1 s to 24 h, such as 30 s, 5 min, PT30S, or"
                                                + " a bare number of seconds, but is \"never\""));
    }

    @Test
    void whatIsRequiredDependsOnTheDirectionUsed() {
        profile.set(SERVER, "pop.example.com").set(PASSWORD, "secret");

        assertThat(resolver().problems(profile.build(), Direction.INBOUND)).isEmpty();
        assertThat(resolver().problems(profile.build(), Direction.BOTH))
                .containsExactly("\"SMTP Server\": has no default; set it in the profile");
    }

    @Test
    void aDefaultMayDependOnAFlag() {
        profile.set(SERVER, "pop.example.com").set(PASSWORD, "secret").set(SSL, "true");

        assertThat(resolve().get(PORT)).isEqualTo(995);
    }

    @Test
    void aPrefixSendsAValueToTheDriverOrToTheServiceOnly() {
        profile.set(PASSWORD, "secret")
                .set(SERVER, "pop.example.com")
                .set("Driver:PollingInterval", "10")
                .set("service: polling-interval", "20");

        Settings settings = resolve();

        assertThat(settings.get(POLLING)).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.forDriver().get(POLLING)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void noSecretIsShown() {
        profile.set(SERVER, "pop.example.com").set(PASSWORD, "hunter2");

        Settings settings = resolve();

        assertThat(settings.toString() + settings.explain() + profile.build()).doesNotContain("hunter2");
        assertThat(settings.explain())
                .contains(new Explanation("POP3 Account Password", "********", Origin.PROFILE, "", "", ""));
    }

    @Test
    void aWrongValueFromTheEnvironmentIsNotShown() {
        environment.put("PORT", "hunter2");
        profile.set(SERVER, "pop.example.com").set(PASSWORD, "secret").set(PORT, "${env:PORT}");

        assertThat(resolver().problems(profile.build(), Direction.INBOUND))
                .containsExactly("\"POP3 Server Port\": must be a whole number from 1 to 65535");
    }

    @Test
    void aRuleRefusesWhatNoParameterAloneCanSee() {
        profile.set(SERVER, "pop.example.com")
                .set(PASSWORD, "secret")
                .set(PORT, "110")
                .set(SSL, "True");

        ProfileResolver strict = resolver().withRules(List.of(portRule()));

        assertThat(strict.problems(profile.build(), Direction.INBOUND)).containsExactly("no SSL on 110");
    }

    @Test
    void aRuleIsLeftOutWhenAValueItReadsIsWrongAlready() {
        profile.set(SERVER, "pop.example.com")
                .set(PASSWORD, "secret")
                .set(PORT, "110")
                .set(SSL, "maybe");

        ProfileResolver strict = resolver().withRules(List.of(portRule()));

        assertThat(strict.problems(profile.build(), Direction.INBOUND))
                .containsExactly("\"Enable SSL for POP3\": must be True or False, but is \"maybe\"");
    }

    @Test
    void aWarningLetsTheProfilePassAndWaitsForTheLog() {
        profile.set(SERVER, "pop.example.com").set(PASSWORD, "secret");
        SettingsRule rule = new SettingsRule(
                "Plain text is worth a word.",
                List.of(SSL),
                (settings, findings) -> findings.warning("SSL is " + settings.get(SSL)));

        Settings settings = resolver().withRules(List.of(rule)).resolve(profile.build(), Direction.INBOUND);

        assertThat(settings.warnings()).containsExactly("SSL is false");
    }

    @Test
    void aParameterTheDriverDoesNotDeclareIsAMistakeOfTheCaller() {
        profile.set(SERVER, "pop.example.com").set(PASSWORD, "secret");
        Parameter<String> foreign = Parameter.text("IMAP Folder");

        Settings settings = resolve();

        assertThat(settings.declares(foreign)).isFalse();
        assertThatThrownBy(() -> settings.find(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"IMAP Folder\" is not declared by Internet SMTP/POP3 Server");
    }

    @Test
    void twoParametersOfOneNameAreAMistakeOfTheDriver() {
        assertThatThrownBy(() -> ProfileResolver.of(List.of(PASSWORD, Parameter.text("mail-password"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share the name or alias \"mailpassword\"");
    }

    @Test
    void wipedSettingsHoldNoSecret() {
        profile.set(SERVER, "pop.example.com").set(PASSWORD, "secret");
        Settings settings = resolve();

        settings.wipe();

        assertThat(settings.get(PASSWORD).isWiped()).isTrue();
        assertThat(settings.forDriver().get(PASSWORD).isWiped()).isTrue();
    }

    private static SettingsRule portRule() {
        return new SettingsRule("SSL has its own port.", List.of(PORT, SSL), (settings, findings) -> {
            if (settings.get(SSL) && settings.get(PORT) == 110) {
                findings.problem("no SSL on 110");
            }
        });
    }

    private Settings resolve() {
        return resolver().resolve(profile.build(), Direction.INBOUND);
    }

    private ProfileResolver resolver() {
        return ProfileResolver.of(PARAMETERS).withDriverDefaults(driverDefaults).withEnvironment(environment::get);
    }
}
