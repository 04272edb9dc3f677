package io.mailroom.testkit;

import io.mailroom.CommunicationsException;
import io.mailroom.profile.Profile;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.spi.Mailbox;
import io.mailroom.spi.MessageRef;
import io.mailroom.wire.Connector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link StarttlsContract} for a driver that receives: it logs in and lists. */
public abstract class ReceivingStarttlsContract extends StarttlsContract {
    /** The driver under test. */
    protected abstract CommunicationsDriver driver();

    @Override
    protected final Attempt attempt(Map<String, String> parameters, Connector network, List<String> transcript) {
        Map<String, String> entries = new LinkedHashMap<>(parameters);
        entries.put("name", "support");
        entries.put("driver", driver().name());
        Desk desk = new Desk(driver(), Profile.from(entries), network, transcript::add);
        try (Mailbox mailbox = desk.open()) {
            return new Attempt("", mailbox.list().stream().map(MessageRef::uid).toList());
        } catch (CommunicationsException failed) {
            return new Attempt(String.valueOf(failed.getMessage()), List.of());
        }
    }
}
