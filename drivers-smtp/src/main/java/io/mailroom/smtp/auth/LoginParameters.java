package io.mailroom.smtp.auth;

import io.mailroom.InvalidProfileException;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Secret;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import io.mailroom.profile.SettingsRule.Findings;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.OAuthParameters;
import io.mailroom.spi.TokenSource;
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
    public static final List<Parameter<?>> ALL =
            Parameter.union(List.of(List.of(LOGIN_MECHANISMS), OAuthParameters.ALL));

    /** Rules between these parameters. */
    public static final List<SettingsRule> RULES = SettingsRule.union(List.of(
            List.of(new SettingsRule(
                    "Login Mechanisms names mechanisms that are known.",
                    List.of(LOGIN_MECHANISMS),
                    LoginParameters::checkMechanisms)),
            OAuthParameters.RULES));

    private LoginParameters() {}

    /** The mechanisms the profile allows, in its order; empty when it does not say. */
    public static List<Mechanism> mechanisms(Settings settings) {
        return words(settings).stream()
                .map(Mechanism::named)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Refuses an account that has neither a password nor tokens, and a password that has no account. */
    public static SettingsRule passwordOrTokens(Parameter<String> account, Parameter<Secret> password) {
        return new SettingsRule(
                password.name() + " is set with " + account.name() + ", unless the account logs in with OAuth tokens.",
                List.of(account, password, OAuthParameters.OAUTH_LOGIN, OAuthParameters.OAUTH_TOKEN_URL),
                (settings, findings) -> check(settings, findings, account, password));
    }

    private static void check(
            Settings settings, Findings findings, Parameter<String> account, Parameter<Secret> password) {
        boolean used = account.direction() != Direction.INBOUND || settings.direction() != Direction.OUTBOUND;
        boolean hasAccount = settings.find(account).isPresent();
        boolean hasPassword = settings.find(password).isPresent();
        if (hasAccount && !hasPassword && used && !OAuthParameters.givesTokens(settings)) {
            findings.problem("\"" + account.name() + "\" is set without \"" + password.name()
                    + "\"; set both, or the OAuth parameters when the account logs in with tokens");
        }
        if (hasPassword && !hasAccount && used) {
            findings.problem(
                    "\"" + password.name() + "\" is set without \"" + account.name() + "\"; set both, or remove it");
        }
    }

    /**
     * What an account logs in with: its password, else the tokens of the profile.
     *
     * @param passwordIsToken whether the password of the profile is an access token
     * @throws InvalidProfileException when there is neither
     */
    public static Credentials credentials(
            Settings settings,
            DriverContext context,
            Parameter<String> account,
            Parameter<Secret> password,
            Parameter<Boolean> passwordIsToken) {
        Secret secret = settings.find(password).orElse(null);
        if (secret != null) {
            return new Credentials(settings.get(account), settings.get(passwordIsToken), () -> secret);
        }
        TokenSource tokens = context.tokens()
                .orElseThrow(() -> new InvalidProfileException(
                        context.profile(),
                        List.of("\"" + password.name() + "\" is not set, and nothing gives tokens; set it, set \"OAuth"
                                + " Token URL\", or hand in a TokenSource when building Communications")));
        return Credentials.tokens(settings.get(account), tokens);
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
