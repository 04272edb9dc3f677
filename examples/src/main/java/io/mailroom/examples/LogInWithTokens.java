package io.mailroom.examples;

import io.mailroom.Communications;
import io.mailroom.event.EventHandler;
import io.mailroom.profile.Profile;
import io.mailroom.spi.SessionReport;
import io.mailroom.spi.TokenSource;
import java.nio.file.Path;

/** Reads a mailbox whose provider takes no passwords, with access tokens that the application has from somewhere. */
public final class LogInWithTokens {
    private LogInWithTokens() {}

    /**
     * One session.
     *
     * @param profile has an account name and no password
     * @param tokens is asked for each login, such as {@code () -> Secret.of(vault.accessToken())}
     * @return what the session came to
     */
    public static SessionReport poll(Profile profile, Path home, TokenSource tokens, EventHandler handler) {
        try (Communications mailroom = Communications.builder()
                .home(home)
                .profile(profile)
                .onMessage(profile.name(), handler)
                .tokens(profile.name(), tokens)
                .build()) {
            return mailroom.poll(profile.name());
        }
    }
}
