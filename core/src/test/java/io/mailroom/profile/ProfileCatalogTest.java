package io.mailroom.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.InvalidProfileException;
import io.mailroom.ProfileInUseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfileCatalogTest {
    private static final List<Parameter<?>> PARAMETERS = List.of(ProfileCatalog.FROM_ADDRESS);

    private final ProfileCatalog catalog = new ProfileCatalog(
            Organizations.of(Map.of("Service", Set.of("Agent Berlin"), "Sales", Set.of("Seller Paris"))));
    private final User agent = new User("anna", "Agent Berlin", Set.of("Help Desk"));

    @Test
    void anAddressBelongsToOneProfile() {
        catalog.put(settings(profile("support"), "Support <support@example.com>"));

        assertThatThrownBy(() -> catalog.put(settings(profile("help"), "SUPPORT@example.com")))
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageContaining("\"From Address\" SUPPORT@example.com belongs to profile support;"
                        + " give this profile another address, or delete the other");
        assertThat(catalog.find("help")).isEmpty();
    }

    @Test
    void aProfileThatChangesItsAddressFreesTheOldOne() {
        catalog.put(settings(profile("support"), "support@example.com"));

        catalog.put(settings(profile("Support"), "desk@example.com"));
        catalog.put(settings(profile("help"), "support@example.com"));

        assertThat(catalog.all()).extracting(Profile::name).containsExactly("help", "Support");
        assertThat(catalog.ownerOf(EmailAddress.parse("desk@example.com")))
                .map(Profile::name)
                .contains("Support");
    }

    @Test
    void aUserSeesOwnProfilesAndThoseOfBothResponsibilityAndOrganization() {
        catalog.put(settings(profile("created").creator("anna"), "a@example.com"));
        catalog.put(settings(profile("both").responsibility("Help Desk").organization("Service"), "b@example.com"));
        catalog.put(settings(profile("only-responsibility").responsibility("Help Desk"), "c@example.com"));
        catalog.put(settings(profile("only-organization").organization("Service"), "d@example.com"));
        catalog.put(settings(profile("elsewhere").responsibility("Help Desk").organization("Sales"), "e@example.com"));
        catalog.put(settings(profile("unowned"), "f@example.com"));

        assertThat(catalog.visibleTo(agent)).extracting(Profile::name).containsExactly("both", "created");
        assertThat(catalog.visibleTo(new User("", "", Set.of()))).isEmpty();
    }

    @Test
    void onlyProfilesThatSendAreOfferedAsSenders() {
        catalog.put(settings(profile("in").creator("anna"), "a@example.com", Direction.INBOUND));
        catalog.put(settings(profile("out").creator("anna"), "b@example.com", Direction.OUTBOUND));

        assertThat(catalog.sendersFor(agent)).extracting(Profile::name).containsExactly("out");
        assertThat(catalog.freeForGroups()).extracting(Profile::name).containsExactly("in");
    }

    @Test
    void aUsersDefaultProfileIsOneTheUserMaySendFrom() {
        catalog.put(settings(profile("support").creator("anna"), "support@example.com"));
        User other = new User("bert", "", Set.of());

        catalog.setDefault(agent, "support");

        assertThat(catalog.defaultFor(agent)).map(Profile::name).contains("support");
        assertThat(catalog.defaultFor(other)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> catalog.setDefault(other, "support"));
    }

    @Test
    void aDefaultProfileThatIsNoLongerVisibleIsNoDefault() {
        catalog.put(settings(profile("support").creator("anna"), "support@example.com"));
        catalog.setDefault(agent, "support");

        catalog.put(settings(profile("support").creator("bert"), "support@example.com"));

        assertThat(catalog.defaultFor(agent)).isEmpty();
    }

    @Test
    void aProfileInUseCannotBeDeletedButTakenOutOfItsGroup() {
        catalog.put(settings(profile("support"), "support@example.com"));
        catalog.joinGroup("support", "Help Desk");
        ProfileCatalog.Use sending = catalog.retain("support", "sending of m1");

        assertThatThrownBy(() -> catalog.remove("support"))
                .isInstanceOf(ProfileInUseException.class)
                .hasMessageContaining("in use by response group Help Desk, sending of m1");

        catalog.leaveGroup("support", "Help Desk");
        assertThatThrownBy(() -> catalog.remove("support")).hasMessageContaining("in use by sending of m1");

        sending.close();
        sending.close();
        catalog.remove("support");
        assertThat(catalog.all()).isEmpty();
        assertThat(catalog.ownerOf(EmailAddress.parse("support@example.com"))).isEmpty();
    }

    @Test
    void aProfileBelongsToOneActiveGroup() {
        catalog.put(settings(profile("support"), "support@example.com"));
        catalog.joinGroup("support", "Help Desk");
        catalog.joinGroup("support", "Help Desk");

        assertThatThrownBy(() -> catalog.joinGroup("support", "Sales"))
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageContaining("belongs to the active response group Help Desk and cannot join Sales");
        catalog.leaveGroup("support", "Sales");
        assertThat(catalog.groupOf("support")).contains("Help Desk");
    }

    private static Profile.Builder profile(String name) {
        return Profile.named(name, "Internet SMTP/POP3 Server");
    }

    private static Settings settings(Profile.Builder profile, String address) {
        return settings(profile, address, Direction.BOTH);
    }

    private static Settings settings(Profile.Builder profile, String address, Direction used) {
        return ProfileResolver.resolve(
                PARAMETERS,
                Map.of(),
                profile.set(ProfileCatalog.FROM_ADDRESS, address).build(),
                used);
    }
}
