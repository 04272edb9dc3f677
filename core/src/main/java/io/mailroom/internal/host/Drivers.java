package io.mailroom.internal.host;

import io.mailroom.InvalidProfileException;
import io.mailroom.spi.CommunicationsDriver;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

/** The drivers a host knows: those registered by hand first, then those ServiceLoader finds. Immutable. */
public final class Drivers {
    private final Map<String, CommunicationsDriver> byKey;

    private Drivers(Map<String, CommunicationsDriver> byKey) {
        this.byKey = byKey;
    }

    /** Those given, and those found; of two with one name the one given by hand wins. */
    public static Drivers discover(Collection<? extends CommunicationsDriver> registered) {
        Map<String, CommunicationsDriver> drivers = new LinkedHashMap<>();
        registered.forEach(driver -> drivers.putIfAbsent(key(driver.name()), driver));
        ServiceLoader.load(CommunicationsDriver.class)
                .forEach(driver -> drivers.putIfAbsent(key(driver.name()), driver));
        return new Drivers(drivers);
    }

    /**
     * The driver of that name, matched without regard to case and blanks; its channel string serves too.
     *
     * @throws InvalidProfileException when there is none
     */
    public CommunicationsDriver named(String name, String profile) {
        CommunicationsDriver driver = byKey.get(key(name));
        if (driver != null) {
            return driver;
        }
        return byKey.values().stream()
                .filter(candidate -> candidate.channel().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidProfileException(profile, List.of(unknown(name))));
    }

    /** A number for the driver, from 1; part of file names. */
    long handle(CommunicationsDriver driver) {
        return 1L + List.copyOf(byKey.values()).indexOf(driver);
    }

    private String unknown(String name) {
        if (byKey.isEmpty()) {
            return "There is no driver \"" + name + "\", nor any other; add a driver module such as"
                    + " mailroom-drivers-pop3 to the class path or module path.";
        }
        return "There is no driver \"" + name + "\"; have: "
                + String.join(
                        ", ",
                        byKey.values().stream().map(CommunicationsDriver::name).toList())
                + ". Correct \"driver\" in the profile, or add the module of that driver.";
    }

    private static String key(String name) {
        return name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
