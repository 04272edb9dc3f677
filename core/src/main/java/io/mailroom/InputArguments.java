package io.mailroom;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Explanation;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The input arguments of a response group (contract section 8): named like parameters, typed like them, and handed to
 * the handler with every event. Immutable and safe for any thread.
 */
public final class InputArguments {
    /** Name of the handler. */
    public static final Parameter<String> PROCESS_NAME =
            Parameter.text("ProcessName").describedAs("Name of the handler that is called for each event.");

    /** Passed on to the handler. */
    public static final Parameter<String> PROCESS_INSTANCE_ID =
            Parameter.text("ProcessInstanceId").describedAs("Passed on to the handler.");

    /** Passed on to the handler. */
    public static final Parameter<String> ROW_ID = Parameter.text("RowId").describedAs("Passed on to the handler.");

    /** Passed on to the handler. */
    public static final Parameter<String> CATALOG_NAME =
            Parameter.text("Catalog Name").describedAs("Passed on to the handler.");

    /** Language of messages that do not say theirs. */
    public static final Parameter<String> MSG_DEFAULT_LANGUAGE_CODE = Parameter.text("MsgDefaultLanguageCode")
            .describedAs("Language the handler assumes when a message does not tell its own.");

    /** Whether senders are left without acknowledgement. */
    public static final Parameter<Boolean> DISABLE_SEND_ACKNOWLEDGEMENT = Parameter.flag("Disable Send Acknowledgement")
            .withDefault(false)
            .describedAs("False: an acknowledgement goes to the sender of each accepted mail, unless that is automatic"
                    + " mail. True: none does.");

    /** Passed on to the handler. */
    public static final Parameter<Boolean> ENABLE_ASSIGNMENT_MANAGER =
            Parameter.flag("Enable Assignment Manager").withDefault(false).describedAs("Passed on to the handler.");

    /** Passed on to the handler. */
    public static final Parameter<Boolean> ENABLE_LOOKUP_SENDER_BY_ORGANIZATION = Parameter.flag(
                    "Enable Lookup Sender By Organization")
            .withDefault(false)
            .describedAs("Passed on to the handler.");

    /** Whether nothing is changed. */
    public static final Parameter<Boolean> ENABLE_TEST_MODE = Parameter.flag("Enable Test Mode")
            .withDefault(false)
            .describedAs("True: nothing is sent, deleted or acknowledged; what would be is reported.");

    /** Whether the receiver calls the handler itself. */
    public static final Parameter<Boolean> REAL_TIME = Parameter.flag("RealTime")
            .withDefault(true)
            .describedAs("True: the receiver calls the handler. False: the event is queued on disk, and a processor"
                    + " calls the handler, perhaps in another process.");

    /** All of the above, in the order of the contract. */
    public static final List<Parameter<?>> ALL = List.of(
            PROCESS_NAME,
            PROCESS_INSTANCE_ID,
            ROW_ID,
            CATALOG_NAME,
            MSG_DEFAULT_LANGUAGE_CODE,
            DISABLE_SEND_ACKNOWLEDGEMENT,
            ENABLE_ASSIGNMENT_MANAGER,
            ENABLE_LOOKUP_SENDER_BY_ORGANIZATION,
            ENABLE_TEST_MODE,
            REAL_TIME);

    /** What the resolver calls the owner of the keys, as in "is not a parameter of response groups". */
    private static final String OWNER = "response groups";

    private final Settings values;

    private InputArguments(Settings values) {
        this.values = values;
    }

    /** Name and default of every argument, in order; empty where there is no default. */
    public static Map<String, String> generateDefaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        ALL.forEach(argument -> defaults.put(argument.name(), argument.defaultText()));
        return Collections.unmodifiableMap(defaults);
    }

    static List<String> problems(List<Parameter<?>> declared, Map<String, String> given) {
        return ProfileResolver.of(declared).problems(asProfile(given), Direction.BOTH);
    }

    static InputArguments of(List<Parameter<?>> declared, Map<String, String> given) {
        return new InputArguments(ProfileResolver.of(declared).resolve(asProfile(given), Direction.BOTH));
    }

    private static Profile asProfile(Map<String, String> given) {
        Profile.Builder profile = Profile.named(OWNER, OWNER);
        given.forEach(profile::set);
        return profile.build();
    }

    /**
     * The value of an argument.
     *
     * @throws IllegalStateException when it has none; {@link #find} is for arguments without default
     * @throws IllegalArgumentException when the group does not declare it
     */
    public <T> T get(Parameter<T> argument) {
        return values.get(argument);
    }

    /**
     * The value of an argument, if it has one.
     *
     * @throws IllegalArgumentException when the group does not declare it
     */
    public <T> Optional<T> find(Parameter<T> argument) {
        return values.find(argument);
    }

    /** Every argument that has a value, as text by documented name, in order; secrets masked. */
    public Map<String, String> asText() {
        Map<String, String> text = new LinkedHashMap<>();
        for (Explanation row : values.explain()) {
            if (!row.value().isEmpty()) {
                text.put(row.name(), row.value());
            }
        }
        return Collections.unmodifiableMap(text);
    }

    @Override
    public String toString() {
        return asText().toString();
    }
}
