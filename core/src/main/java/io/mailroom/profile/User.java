package io.mailroom.profile;

import java.util.Objects;
import java.util.Set;

/**
 * Who asks for profiles.
 *
 * @param login the name profiles know a creator by
 * @param position the position the user holds at the moment, which belongs to organizations; empty for none
 * @param responsibilities names of the user's responsibilities
 */
public record User(String login, String position, Set<String> responsibilities) {
    /** Copies the set. */
    public User {
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(position, "position");
        responsibilities = Set.copyOf(responsibilities);
    }
}
