package io.mailroom.testkit;

import io.mailroom.CommunicationsException;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.MessageRef;
import io.mailroom.spi.ServiceClient;
import io.mailroom.wire.Connector;
import io.mailroom.wire.Transcript;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link StarttlsContract} for a driver that receives: it logs in and lists. */
public abstract class ReceivingStarttlsContract extends StarttlsContract {
    /** The driver under test. */
    protected abstract CommunicationsDriver driver();

    @Override
    protected final Attempt attempt(Map<String, String> parameters, Connector network, List<String> transcript) {
        CommunicationsDriver driver = driver();
        Map<String, String> entries = new LinkedHashMap<>(parameters);
        entries.put("name", "support");
        entries.put("driver", driver.name());
        Settings settings = ProfileResolver.of(driver.parameters())
                .withRules(driver.rules())
                .resolve(Profile.from(entries), Direction.INBOUND);
        Context context = new Context(network, transcript);
        driver.open(settings, context).close();
        try (Mailbox mailbox = context.opened.get(0).connect()) {
            return new Attempt("", mailbox.list().stream().map(MessageRef::uid).toList());
        } catch (CommunicationsException failed) {
            return new Attempt(String.valueOf(failed.getMessage()), List.of());
        }
    }

    /** A host that only remembers which mailbox it was to receive from. */
    private static final class Context implements DriverContext {
        final List<MailboxConnector> opened = new ArrayList<>();
        private final Connector network;
        private final List<String> transcript;

        Context(Connector network, List<String> transcript) {
            this.network = network;
            this.transcript = transcript;
        }

        @Override
        public String profile() {
            return "support";
        }

        @Override
        public Path home() {
            return Path.of("home");
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public Connector connector() {
            return network;
        }

        @Override
        public ServiceClient client() {
            throw new UnsupportedOperationException("no event is raised here");
        }

        @Override
        public Transcript newTranscript() {
            return Transcript.to(transcript::add);
        }

        @Override
        public CommunicationsService receiving(
                Settings settings, MailboxConnector mailbox, CommunicationsService sender) {
            opened.add(mailbox);
            return sender;
        }
    }
}
