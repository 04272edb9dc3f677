package io.mailroom.internal.host;

import io.mailroom.Acknowledgement;
import io.mailroom.InputArguments;
import io.mailroom.InvalidResponseGroupException;
import io.mailroom.ResponseGroup;
import io.mailroom.event.EventHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A response group as the host runs it.
 *
 * @param name of the group; its events lie in a directory of that name
 * @param profiles names of the profiles
 * @param arguments passed on with every event
 * @param handler takes the events; null when they are queued for a processor
 * @param active true when it is to run
 * @param fewestWorkers threads kept while nothing is to be done
 * @param mostWorkers events in hand at the same time
 * @param group what it was made of; null for the handler of a single profile
 */
public record GroupPlan(
        String name,
        List<String> profiles,
        Map<String, String> arguments,
        @Nullable EventHandler handler,
        boolean active,
        int fewestWorkers,
        int mostWorkers,
        @Nullable ResponseGroup group) {
    public GroupPlan {
        profiles = List.copyOf(profiles);
        arguments = Map.copyOf(arguments);
    }

    /** One profile and its handler, which is called for one event after the other. */
    public static GroupPlan ofProfile(String profile, EventHandler handler) {
        return new GroupPlan(profile, List.of(profile), Map.of(), handler, true, 0, 1, null);
    }

    /**
     * A group whose handler is among those registered by name.
     *
     * @throws InvalidResponseGroupException when it is not, and the group's events are not queued
     */
    static GroupPlan of(ResponseGroup group, Map<String, EventHandler> handlers) {
        EventHandler handler = handlers.get(group.handler());
        if (group.isRealTime() && handler == null) {
            throw new InvalidResponseGroupException(
                    group.name(),
                    List.of("no handler is registered as \"" + group.handler() + "\"; have: " + handlers.keySet()
                            + ". Register it before the group, or set " + InputArguments.REAL_TIME.name()
                            + " to False and run a processor"));
        }
        return new GroupPlan(
                group.name(),
                group.profiles(),
                group.arguments().asText(),
                group.isRealTime() ? handler : null,
                group.isActive(),
                group.fewestWorkers(),
                group.mostWorkers(),
                group);
    }

    /** True when the host calls the handler itself. */
    boolean isRealTime() {
        return handler != null;
    }

    /** True when nothing may be sent, deleted or acknowledged. */
    boolean isTestMode() {
        return group != null && group.isTestMode();
    }

    /** What senders are told; null when they are told nothing. */
    @Nullable
    Acknowledgement acknowledgement() {
        return group == null || !group.isAcknowledging()
                ? null
                : group.acknowledgement().orElse(null);
    }

    /** What the application knows the group as. */
    Optional<ResponseGroup> asGroup() {
        return Optional.ofNullable(group);
    }
}
