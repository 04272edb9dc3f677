package io.mailroom.internal.host;

import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.OAuthParameters;
import io.mailroom.spi.TokenSource;
import io.mailroom.spi.TokenSourceProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the tokens of a profile come from: the application, or what the profile itself describes. */
final class ProfileTokens {
    private final HostSetup setup;

    ProfileTokens(HostSetup setup) {
        this.setup = setup;
    }

    /** What the application handed in, else what the profile describes: one source for all logins of the profile. */
    Optional<TokenSource> of(Settings settings) {
        return handedIn(settings.profile()).or(() -> TokenSourceProvider.find(settings, setup.home(), setup.clock()));
    }

    /** The administrator's defaults for a driver; an account needs no password where the application gives tokens. */
    Map<String, String> defaultsFor(CommunicationsDriver driver, Profile profile) {
        Map<String, String> defaults =
                new LinkedHashMap<>(setup.driverDefaults().getOrDefault(driver.name(), Map.of()));
        if (handedIn(profile).isPresent() && driver.parameters().contains(OAuthParameters.OAUTH_LOGIN)) {
            defaults.putIfAbsent(OAuthParameters.OAUTH_LOGIN.name(), "True");
        }
        return defaults;
    }

    private Optional<TokenSource> handedIn(Profile profile) {
        return setup.tokens().entrySet().stream()
                .filter(entry -> entry.getKey().strip().equalsIgnoreCase(profile.name()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
