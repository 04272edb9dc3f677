package io.mailroom.smtp.auth;

import io.mailroom.profile.Parameter;
import io.mailroom.profile.Secret;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import io.mailroom.profile.SettingsRule.Findings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parameters of logging in, one set for all connections of a profile. */
public final class LoginParameters {
    /** The mechanisms that may be used. */
    public static final Parameter<String> LOGIN_MECHANISMS = Parameter.text("Login Mechanisms")
            .describedAs("Mechanisms that may be used to log in, in the order in which they are tried, separated by"
                    + " spaces: " + names() + ". Unset: the strongest that the server offers. For servers that offer"
                    + " one that does not work.");

    /** All of the above, in the order of the reference page. */
    public static final List<Parameter<?>> ALL = List.of(LOGIN_MECHANISMS);

    /** Rules between these parameters. */
    public static final List<SettingsRule> RULES = List.of(new SettingsRule(
            "Login Mechanisms names mechanisms that are known.",
            List.of(LOGIN_MECHANISMS),
            LoginParameters::checkMechanisms));

    private LoginParameters() {}

    /** The mechanisms the profile allows, in its order; empty when it does not say. */
    public static List<Mechanism> mechanisms(Settings settings) {
        return words(settings).stream()
                .map(Mechanism::named)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * What an account logs in with.
     *
     * @param passwordIsToken whether the password of the profile is an access token
     */
    public static Credentials credentials(
            Settings settings,
            Parameter<String> account,
            Parameter<Secret> password,
            Parameter<Boolean> passwordIsToken) {
        Secret secret = settings.get(password);
        return new Credentials(settings.get(account), settings.get(passwordIsToken), () -> secret);
    }

    private static List<String> words(Settings settings) {
        return settings.find(LOGIN_MECHANISMS).stream()
                .flatMap(text -> Arrays.stream(text.strip().split("[\\s,;]+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static void checkMechanisms(Settings settings, Findings findings) {
        List<String> unknown = words(settings).stream()
                .filter(word -> Mechanism.named(word).isEmpty())
                .map(word -> word.toUpperCase(Locale.ROOT))
                .toList();
        if (!unknown.isEmpty()) {
            findings.problem("\"Login Mechanisms\": " + String.join(", ", unknown) + " is not known; have " + names());
        }
    }

    private static String names() {
        return Arrays.stream(Mechanism.values()).map(Mechanism::saslName).collect(Collectors.joining(", "));
    }
}
