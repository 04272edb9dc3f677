package io.mailroom.smtp.doctor;

import io.mailroom.profile.Settings;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.ServiceClient;
import io.mailroom.spi.TokenSource;
import io.mailroom.wire.Connector;
import io.mailroom.wire.Transcript;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A service's context that keeps the transcript, and may end a connection where TLS begins. */
final class WatchedContext implements DriverContext {
    private static final int MOST_LINES = 1_000;
    private static final Pattern LOGIN =
            Pattern.compile("^C: (?:A\\d+ )?((?:AUTH|AUTHENTICATE) [A-Z0-9-]+|LOGIN|USER)\\b");

    private final DriverContext context;
    private final @Nullable CertificateLook look;
    private final List<String> lines = new ArrayList<>();

    WatchedContext(DriverContext context, @Nullable CertificateLook look) {
        this.context = context;
        this.look = look;
    }

    /** What follows these words in the first note of the transcript that begins with them. */
    Optional<String> note(String words) {
        return first("* " + words);
    }

    /** The server's first line. */
    Optional<String> firstReply() {
        return first("S: ");
    }

    /** How we logged in last, without account and secret: {@code AUTH PLAIN}, {@code USER}. */
    Optional<String> lastLogin() {
        return lines.stream()
                .map(LOGIN::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .reduce((one, other) -> other);
    }

    private Optional<String> first(String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .map(line -> line.substring(prefix.length()));
    }

    @Override
    public Transcript newTranscript() {
        Transcript inner = context.newTranscript();
        return Transcript.to(line -> {
            if (lines.size() < MOST_LINES) {
                lines.add(line);
            }
            if (inner.isOn()) {
                copy(inner, line);
            }
        });
    }

    private static void copy(Transcript to, String line) {
        String text = line.length() > 3 ? line.substring(3) : "";
        if (line.startsWith("C: ")) {
            to.client(text);
        } else if (line.startsWith("S: ")) {
            to.server(text);
        } else {
            to.note(line.substring(Math.min(2, line.length())));
        }
    }

    @Override
    public Connector connector() {
        CertificateLook looking = look;
        return looking == null ? context.connector() : looking.through(context.connector());
    }

    @Override
    public String profile() {
        return context.profile();
    }

    @Override
    public Path home() {
        return context.home();
    }

    @Override
    public Clock clock() {
        return context.clock();
    }

    @Override
    public Optional<TokenSource> tokens() {
        return context.tokens();
    }

    @Override
    public ServiceClient client() {
        return context.client();
    }

    @Override
    public CommunicationsService receiving(
            Settings settings, MailboxConnector connector, CommunicationsService sender) {
        return context.receiving(settings, connector, sender);
    }
}
