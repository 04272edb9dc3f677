package io.mailroom.profile;

import io.mailroom.InvalidProfileException;
import io.mailroom.ProfileInUseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All resolved profiles of a host, and who may see and who is using them (contract section 3). One address belongs to
 * one profile, and a profile to at most one active response group; both are refused with the name of the other owner,
 * because two owners lose mail. Names and addresses match without regard to case. Safe for any thread.
 */
public final class ProfileCatalog {
    /** The mailbox's own address, which every e-mail driver declares. */
    public static final Parameter<EmailAddress> FROM_ADDRESS = Parameter.address("From Address")
            .required()
            .describedAs("The mailbox's own address: ReceiverName and ReceiverAddress of its events, and the sender of"
                    + " outbound mail.");

    private final Organizations organizations;
    private final Map<String, Entry> byName = new TreeMap<>();
    private final Map<String, String> nameByAddress = new HashMap<>();
    private final Map<String, String> defaultByLogin = new HashMap<>();

    private static final class Entry {
        private Settings settings;
        private @Nullable String group;
        private final List<Use> uses = new ArrayList<>();

        Entry(Settings settings) {
            this.settings = settings;
        }

        Profile profile() {
            return settings.profile();
        }

        boolean isUsedFor(Direction direction) {
            return settings.direction().overlaps(direction);
        }
    }

    /** An empty catalog. */
    public ProfileCatalog(Organizations organizations) {
        this.organizations = organizations;
    }

    /**
     * Adds a profile, or puts new settings in the place of those of the same name; uses and group stay.
     *
     * @throws InvalidProfileException when another profile owns its address
     */
    public synchronized void put(Settings settings) {
        Profile profile = settings.profile();
        String name = key(profile.name());
        Optional<String> address = address(settings);
        address.map(nameByAddress::get).filter(owner -> !owner.equals(name)).ifPresent(owner -> {
            throw new InvalidProfileException(
                    profile.name(),
                    List.of("\"" + FROM_ADDRESS.name() + "\" "
                            + settings.get(FROM_ADDRESS).address()
                            + " belongs to profile " + entry(owner).profile().name()
                            + "; give this profile another address, or delete the other"));
        });
        Entry entry = byName.computeIfAbsent(name, absent -> new Entry(settings));
        address(entry.settings).ifPresent(nameByAddress::remove);
        entry.settings = settings;
        address.ifPresent(now -> nameByAddress.put(now, name));
    }

    /**
     * Deletes a profile; one that is not there is no error.
     *
     * @throws ProfileInUseException when it belongs to an active group or somebody uses it
     */
    public synchronized void remove(String profile) {
        Entry entry = byName.get(key(profile));
        if (entry == null) {
            return;
        }
        List<String> owners = new ArrayList<>();
        if (entry.group != null) {
            owners.add("response group " + entry.group);
        }
        entry.uses.forEach(use -> owners.add(use.owner));
        if (!owners.isEmpty()) {
            throw new ProfileInUseException(entry.profile().name(), owners);
        }
        byName.remove(key(profile));
        address(entry.settings).ifPresent(nameByAddress::remove);
        defaultByLogin.values().removeIf(key(profile)::equals);
    }

    /** The profile of that name. */
    public synchronized Optional<Profile> find(String profile) {
        return Optional.ofNullable(byName.get(key(profile))).map(Entry::profile);
    }

    /** The settings of the profile of that name. */
    public synchronized Optional<Settings> settings(String profile) {
        return Optional.ofNullable(byName.get(key(profile))).map(entry -> entry.settings);
    }

    /** The profile that owns an address. */
    public synchronized Optional<Profile> ownerOf(EmailAddress address) {
        return Optional.ofNullable(nameByAddress.get(address.key()))
                .map(name -> entry(name).profile());
    }

    /** All profiles, by name. */
    public synchronized List<Profile> all() {
        return profiles(entry -> true);
    }

    /**
     * The profiles a user sees, by name: those the user created, and those with one of the user's responsibilities and
     * an organization that holds the user's position.
     */
    public synchronized List<Profile> visibleTo(User user) {
        return profiles(entry -> isVisible(entry.profile(), user));
    }

    /** Sender choice: the profiles from which a user may send new mail and replies. */
    public synchronized List<Profile> sendersFor(User user) {
        return profiles(entry -> isSenderFor(entry, user));
    }

    /**
     * Chooses the profile a user sends from when no other is named.
     *
     * @throws IllegalArgumentException when it is none the user may send from
     */
    public synchronized void setDefault(User user, String profile) {
        Entry entry = byName.get(key(profile));
        if (entry == null || !isSenderFor(entry, user)) {
            throw new IllegalArgumentException("User " + user.login() + " cannot send from profile " + profile
                    + ". Choose one of those that sendersFor answers.");
        }
        defaultByLogin.put(user.login(), key(profile));
    }

    /** The profile a user chose to send from, as long as the user may. */
    public synchronized Optional<Profile> defaultFor(User user) {
        return Optional.ofNullable(defaultByLogin.get(user.login()))
                .map(this::entry)
                .filter(entry -> isSenderFor(entry, user))
                .map(Entry::profile);
    }

    /** Response group set-up: the profiles that receive and belong to no active group. */
    public synchronized List<Profile> freeForGroups() {
        return profiles(entry -> entry.isUsedFor(Direction.INBOUND) && entry.group == null);
    }

    /**
     * Makes a profile part of an active response group. Joining the same group again does nothing.
     *
     * @throws InvalidProfileException when it belongs to another active group
     * @throws IllegalArgumentException when there is no such profile
     */
    public synchronized void joinGroup(String profile, String group) {
        Entry entry = entry(profile);
        if (entry.group != null && !entry.group.equals(group)) {
            throw new InvalidProfileException(
                    entry.profile().name(),
                    List.of("it belongs to the active response group " + entry.group + " and cannot join " + group
                            + "; take it out of the other group and submit that change first"));
        }
        entry.group = group;
    }

    /** Takes a profile out of a group it may be in; it need not be idle for that. */
    public synchronized void leaveGroup(String profile, String group) {
        Entry entry = byName.get(key(profile));
        if (entry != null && group.equals(entry.group)) {
            entry.group = null;
        }
    }

    /** The active group a profile belongs to. */
    public synchronized Optional<String> groupOf(String profile) {
        return Optional.ofNullable(byName.get(key(profile))).map(entry -> entry.group);
    }

    /**
     * Says that somebody works with a profile, which cannot be deleted until all uses are closed.
     *
     * @param owner who, such as {@code sending of message 42}
     * @throws IllegalArgumentException when there is no such profile
     */
    public synchronized Use retain(String profile, String owner) {
        Entry entry = entry(profile);
        Use use = new Use(this, entry, owner);
        entry.uses.add(use);
        return use;
    }

    private synchronized void release(Entry entry, Use use) {
        entry.uses.removeIf(other -> other == use);
    }

    /** One use of a profile. Closing it twice does nothing; any thread may close it. */
    public static final class Use implements AutoCloseable {
        private final ProfileCatalog catalog;
        private final Entry entry;
        private final String owner;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Use(ProfileCatalog catalog, Entry entry, String owner) {
            this.catalog = catalog;
            this.entry = entry;
            this.owner = owner;
        }

        @Override
        public void close() {
            if (!closed.getAndSet(true)) {
                catalog.release(entry, this);
            }
        }
    }

    private List<Profile> profiles(Predicate<Entry> wanted) {
        return byName.values().stream().filter(wanted).map(Entry::profile).toList();
    }

    private boolean isSenderFor(Entry entry, User user) {
        return entry.isUsedFor(Direction.OUTBOUND) && isVisible(entry.profile(), user);
    }

    private boolean isVisible(Profile profile, User user) {
        if (!profile.creator().isEmpty() && profile.creator().equals(user.login())) {
            return true;
        }
        return profile.responsibilities().stream().anyMatch(user.responsibilities()::contains)
                && !user.position().isEmpty()
                && profile.organizations().stream()
                        .anyMatch(organization -> organizations.holds(organization, user.position()));
    }

    private Entry entry(String profile) {
        Entry entry = byName.get(key(profile));
        if (entry == null) {
            throw new IllegalArgumentException("There is no profile " + profile + " in the catalog. Add it first.");
        }
        return entry;
    }

    private static Optional<String> address(Settings settings) {
        return settings.declares(FROM_ADDRESS) ? settings.find(FROM_ADDRESS).map(EmailAddress::key) : Optional.empty();
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
