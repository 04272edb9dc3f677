package io.mailroom.profile;

/** Where the value of a setting came from. */
public enum Origin {
    /** Nobody gave a value and the parameter has no default. */
    NOT_SET,
    /** The default of the parameter itself. */
    BUILT_IN,
    /** The default an administrator gave the driver. */
    DRIVER,
    /** The override in the profile. */
    PROFILE,
    /** An environment variable, named by {@code ${env:NAME}}. */
    ENVIRONMENT,
    /** The content of a file, named by {@code ${file:path}}. */
    FILE
}
