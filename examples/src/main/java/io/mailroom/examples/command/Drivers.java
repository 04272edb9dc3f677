package io.mailroom.examples.command;

import io.mailroom.InvalidProfileException;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.spi.CommunicationsDriver;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The drivers on the class path. */
final class Drivers {
    private Drivers() {}

    /**
     * The driver a profile refers to.
     *
     * @throws InvalidProfileException when there is none of that name
     */
    static CommunicationsDriver of(Profile profile) {
        List<CommunicationsDriver> known = ServiceLoader.load(CommunicationsDriver.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return known.stream()
                .filter(driver -> driver.name().equalsIgnoreCase(profile.driver()))
                .findFirst()
                .orElseThrow(() -> new InvalidProfileException(
                        profile.name(),
                        List.of("There is no driver \"" + profile.driver() + "\"; choose one of "
                                + known.stream()
                                        .map(driver -> '"' + driver.name() + '"')
                                        .sorted()
                                        .collect(Collectors.joining(", ")))));
    }

    /** What the driver is used for: it takes messages in when it raises events. */
    static Direction directionOf(CommunicationsDriver driver) {
        return driver.events().isEmpty() ? Direction.OUTBOUND : Direction.INBOUND;
    }

    static ProfileResolver resolverFor(CommunicationsDriver driver) {
        return ProfileResolver.of(driver.parameters()).withRules(driver.rules());
    }
}
