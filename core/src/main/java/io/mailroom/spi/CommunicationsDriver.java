package io.mailroom.spi;

import io.mailroom.profile.Parameter;
import io.mailroom.profile.Settings;
import io.mailroom.profile.SettingsRule;
import java.util.List;
import java.util.Set;

/** A way to reach one kind of server. Found by ServiceLoader or registered by hand; stateless, usable from any thread. */
public interface CommunicationsDriver {
    /** The name profiles refer to, such as {@code "Internet SMTP/POP3 Server"}. Never changes. */
    String name();

    /** The channel string, such as {@code POP3SMTP}; part of log file names. */
    String channel();

    /** What kinds of communication it carries, such as {@code Email}, {@code Paging} or {@code File}. */
    Set<String> mediaTypes();

    /** Names of the commands its services {@link CommunicationsService#invoke invoke}, such as {@code SendMessage}. */
    Set<String> commands();

    /** Names of the events its services raise, such as {@code MessageReceived}. Empty when it only sends. */
    Set<String> events();

    /** Every parameter this driver reads. A profile that names any other is refused. */
    List<Parameter<?>> parameters();

    /** Rules between parameters, and what is allowed but deserves a word in the log at start. */
    default List<SettingsRule> rules() {
        return List.of();
    }

    /**
     * Looks at the servers of a profile as its service would meet them: connects, logs in, and changes nothing there.
     *
     * @return what was found, server by server; empty when the driver has no examination
     */
    default List<Finding> examine(Settings settings, DriverContext context) {
        return List.of();
    }

    /** Makes a service for one resolved profile. Touches neither network nor disk; start does. */
    CommunicationsService open(Settings settings, DriverContext context);
}
