package io.mailroom.spi;

import io.mailroom.profile.Parameter;
import io.mailroom.profile.Secret;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import io.mailroom.profile.SettingsRule.Findings;
import java.util.List;

/** Where OAuth 2.0 access tokens come from, one set for all accounts of a profile that have no password. */
public final class OAuthParameters {
    /** Whether accounts without a password log in with a token. */
    public static final Parameter<Boolean> OAUTH_LOGIN = Parameter.flag("OAuth Login")
            .withDefault(false)
            .describedAs("True: accounts without a password log in with an access token, which the application gives."
                    + " Set by itself when the application hands in a source of tokens for the profile.");

    /** Where tokens are asked for. */
    public static final Parameter<String> OAUTH_TOKEN_URL = Parameter.text("OAuth Token URL")
            .describedAs("Token endpoint of the provider, https only: accounts without a password log in with an access"
                    + " token from there.");

    /** Who we are to the provider. */
    public static final Parameter<String> OAUTH_CLIENT_ID =
            Parameter.text("OAuth Client Id").describedAs("The application's id at the provider.");

    /** What proves it. */
    public static final Parameter<Secret> OAUTH_CLIENT_SECRET = Parameter.secret("OAuth Client Secret")
            .describedAs("The application's secret at the provider, when it has one. Without a refresh token it is what"
                    + " tokens are given for (client credentials).");

    /** What the owner of the mailbox consented to. */
    public static final Parameter<Secret> OAUTH_REFRESH_TOKEN = Parameter.secret("OAuth Refresh Token")
            .describedAs("The refresh token that the owner of the account consented to.");

    /** What the token is to be good for. */
    public static final Parameter<String> OAUTH_SCOPE = Parameter.text("OAuth Scope")
            .describedAs("What the token is asked for, as the provider names it; several are separated by spaces.");

    /** The key of the file that keeps a rotated refresh token. */
    public static final Parameter<Secret> OAUTH_STORE_KEY = Parameter.secret("OAuth Store Key")
            .describedAs("32 bytes in base64: the key with which a new refresh token from the provider is kept in the"
                    + " home directory. Unset: it is kept in memory only, and the profile's is used after a restart.");

    /** All of the above, in the order of the reference page. */
    public static final List<Parameter<?>> ALL = List.of(
            OAUTH_LOGIN,
            OAUTH_TOKEN_URL,
            OAUTH_CLIENT_ID,
            OAUTH_CLIENT_SECRET,
            OAUTH_REFRESH_TOKEN,
            OAUTH_SCOPE,
            OAUTH_STORE_KEY);

    /** Rules between these parameters. */
    public static final List<SettingsRule> RULES = List.of(new SettingsRule(
            "The other OAuth parameters are set only with OAuth Token URL, which needs OAuth Client Id and one of OAuth"
                    + " Refresh Token and OAuth Client Secret.",
            ALL,
            OAuthParameters::check));

    private OAuthParameters() {}

    /** True when an account without a password logs in with a token. */
    public static boolean givesTokens(Settings settings) {
        return settings.declares(OAUTH_TOKEN_URL)
                && (settings.get(OAUTH_LOGIN) || settings.find(OAUTH_TOKEN_URL).isPresent());
    }

    private static void check(Settings settings, Findings findings) {
        if (settings.find(OAUTH_TOKEN_URL).isPresent()) {
            if (settings.find(OAUTH_CLIENT_ID).isEmpty()) {
                findings.problem("\"OAuth Token URL\" is set without \"OAuth Client Id\"; set it too");
            }
            if (settings.find(OAUTH_REFRESH_TOKEN).isEmpty()
                    && settings.find(OAUTH_CLIENT_SECRET).isEmpty()) {
                findings.problem(
                        "\"OAuth Token URL\" is set, but nothing that tokens are given for; set \"OAuth Refresh"
                                + " Token\", or \"OAuth Client Secret\" for an application with access of its own");
            }
            return;
        }
        List.of(OAUTH_CLIENT_ID, OAUTH_CLIENT_SECRET, OAUTH_REFRESH_TOKEN, OAUTH_SCOPE, OAUTH_STORE_KEY).stream()
                .filter(settings::isSet)
                .findFirst()
                .ifPresent(alone -> findings.problem("\"" + alone.name() + "\" is set without \"OAuth Token URL\"; set"
                        + " that too, or remove it"));
    }
}
