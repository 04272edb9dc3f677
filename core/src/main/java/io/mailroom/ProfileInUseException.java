package io.mailroom;

import java.util.List;

/** A profile that cannot be deleted now, because somebody may be receiving or sending with it. */
public final class ProfileInUseException extends CommunicationsException {
    private static final long serialVersionUID = 1L;

    private final List<String> owners;

    /**
     * @param profile name of the profile
     * @param owners who uses it, such as {@code response group Support}; at least one
     */
    public ProfileInUseException(String profile, List<String> owners) {
        super(
                ErrorKind.IN_USE,
                profile,
                "Profile " + profile + " is in use by " + String.join(", ", owners)
                        + ". Take it out of its response group, wait until it has finished, and delete it then.",
                null);
        this.owners = List.copyOf(owners);
    }

    /** Who uses the profile. */
    public List<String> owners() {
        return owners;
    }
}
