package io.mailroom.examples.command;

import io.mailroom.Communications;
import io.mailroom.CommunicationsException;
import io.mailroom.ResponseGroup;
import io.mailroom.profile.Profile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a running receiver be as the files say, by <i>submit</i>, in an order that moves a profile without gap or overlap:
 * profiles that are new or changed; groups that lose profiles, without them; groups as they are to be; groups and profiles
 * that are gone. What is refused is told and tried again with the next change. For one thread.
 */
final class Configured {
    private final Communications mailroom;
    private final Handlers handlers;
    private final Consumer<String> news;
    private final Map<String, Profile> profiles = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, ResponseGroup> groups = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** @param news takes a line on each change, and on each refusal */
    Configured(Communications mailroom, Handlers handlers, Consumer<String> news) {
        this.mailroom = mailroom;
        this.handlers = handlers;
        this.news = news;
    }

    /**
     * Makes it so.
     *
     * @param broken true when some file could not be read: then nothing is deleted, because it may be what that file says
     */
    void apply(ConfigDirectory.Content content, boolean broken) {
        Map<String, Profile> wantedProfiles = named(content.profiles().values(), Profile::name);
        Map<String, ResponseGroup> wanted = named(content.groups().values(), ResponseGroup::name);
        wantedProfiles.values().forEach(this::submit);
        wanted.values().forEach(this::loseProfiles);
        if (!broken) {
            for (String gone : without(groups.keySet(), wanted.keySet())) {
                attempt("group " + gone + " is deleted", () -> {
                    mailroom.deleteGroup(gone);
                    groups.remove(gone);
                });
            }
        }
        wanted.values().forEach(this::submit);
        if (!broken) {
            for (String gone : without(profiles.keySet(), wantedProfiles.keySet())) {
                attempt("profile " + gone + " is deleted", () -> {
                    mailroom.deleteProfile(gone);
                    profiles.remove(gone);
                });
            }
        }
    }

    private <T> Map<String, T> named(Iterable<T> values, Function<T, String> name) {
        Map<String, T> all = new LinkedHashMap<>();
        Set<String> twice = new LinkedHashSet<>();
        for (T value : values) {
            String key = name.apply(value);
            if (all.keySet().stream().anyMatch(key::equalsIgnoreCase)) {
                twice.add(key);
            } else {
                all.put(key, value);
            }
        }
        twice.forEach(each -> news.accept("Two files are about " + each + "; the first one counts. Remove the other."));
        return all;
    }

    private void submit(Profile profile) {
        if (!says(profile).equals(says(profiles.get(profile.name())))) {
            attempt("profile " + profile.name() + " is submitted", () -> {
                mailroom.submit(profile);
                profiles.put(profile.name(), profile);
            });
        }
    }

    /** All that a profile's file says; nothing for none. */
    private static List<Object> says(@Nullable Profile profile) {
        return profile == null
                ? List.of()
                : List.of(
                        profile.driver(),
                        profile.overrides().stream()
                                .map(each -> List.of(each.name(), each.value()))
                                .toList(),
                        profile.organizations(),
                        profile.responsibilities(),
                        profile.creator());
    }

    /** First of the two steps of a move. */
    private void loseProfiles(ResponseGroup wanted) {
        ResponseGroup now = groups.get(wanted.name());
        if (now == null) {
            return;
        }
        ResponseGroup.Builder fewer = now.toBuilder();
        Set<String> lost = without(new LinkedHashSet<>(now.profiles()), new HashSet<>(wanted.profiles()));
        lost.forEach(fewer::withoutProfile);
        if (!lost.isEmpty()) {
            attempt("group " + now.name() + " is without " + String.join(", ", lost), () -> {
                ResponseGroup without = fewer.build();
                mailroom.submit(without);
                groups.put(without.name(), without);
            });
        }
    }

    private void submit(ResponseGroup group) {
        if (group.equals(groups.get(group.name()))) {
            return;
        }
        attempt("group " + group.name() + " is submitted", () -> {
            if (group.isRealTime()) {
                mailroom.handler(group.handler(), handlers.named(group.name(), group.handler()));
            }
            mailroom.submit(group);
            groups.put(group.name(), group);
        });
    }

    private void attempt(String what, Runnable change) {
        try {
            change.run();
            news.accept(Character.toUpperCase(what.charAt(0)) + what.substring(1) + ".");
        } catch (CommunicationsException | IllegalArgumentException | IllegalStateException e) {
            news.accept(String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> left = new LinkedHashSet<>();
        for (String each : new ArrayList<>(all)) {
            if (some.stream().noneMatch(each::equalsIgnoreCase)) {
                left.add(each);
            }
        }
        return left;
    }
}
