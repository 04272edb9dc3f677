package io.mailroom.internal.host;

import io.mailroom.event.AutomaticMail;
import io.mailroom.profile.EmailAddress;
import io.mailroom.profile.Settings;
import io.mailroom.spi.AutomaticMessage;
import io.mailroom.spi.Command;
import io.mailroom.spi.InboundParameters;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends what the host writes by itself, through the profiles of its groups, sealed. Usable from any thread. */
final class OwnMail implements Acknowledging.Sender, AdministratorMail.Mailer {
    private final Clock clock;
    private final LoopKey key;
    private final Profiles profiles;

    /** What the host knows and does. */
    interface Profiles {
        /** True when there is a profile of that name. */
        boolean has(String profile);

        Settings settings(String profile);

        /** The group as it runs; empty when it does not. */
        Optional<GroupPlan> group(String name);

        /** Carries out a command of the profile's driver. */
        void invoke(String profile, Command command);
    }

    OwnMail(Clock clock, LoopKey key, Profiles profiles) {
        this.clock = clock;
        this.key = key;
        this.profiles = profiles;
    }

    @Override
    public boolean has(String profile) {
        return profiles.has(profile);
    }

    @Override
    public void send(String profile, Acknowledging.Outgoing acknowledgement) {
        EmailAddress from = fromOf(profile);
        String id = "<ack." + acknowledgement.eventId() + "@" + domainOf(from) + ">";
        send(
                profile,
                new AutomaticMessage(
                        AutomaticMessage.Kind.REPLIED,
                        id,
                        acknowledgement.to(),
                        acknowledgement.subject(),
                        acknowledgement.text(),
                        acknowledgement.answers(),
                        headers(from)));
    }

    @Override
    public void send(String profile, AutomaticMessage message) {
        profiles.invoke(profile, new Command(AutomaticMessage.COMMAND, message));
    }

    @Override
    public Map<String, String> headers(EmailAddress from) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(AutomaticMail.LOOP_FIELD, key.seal().seal(from.address(), clock.instant()));
        headers.put("X-Auto-Response-Suppress", "All"); // QUIRK: Exchange does not look at Auto-Submitted
        return headers;
    }

    static String domainOf(EmailAddress address) {
        return address.address().substring(address.address().lastIndexOf('@') + 1);
    }

    @Override
    public Optional<EmailAddress> administratorOf(String group) {
        return profiles.group(group)
                .filter(plan -> !plan.isTestMode())
                .flatMap(GroupPlan::asGroup)
                .flatMap(each -> each.administrator());
    }

    @Override
    public List<String> sendersFor(String group, String profile) {
        List<String> senders = new ArrayList<>();
        profiles.group(group).ifPresent(plan -> senders.addAll(plan.profiles()));
        if (senders.removeIf(profile::equalsIgnoreCase)) {
            senders.add(0, profile);
        }
        return senders;
    }

    @Override
    public EmailAddress fromOf(String profile) {
        return profiles.settings(profile).get(InboundParameters.FROM_ADDRESS);
    }
}
