package io.mailroom.profile;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Who reads a value: the driver when it is created, the service, or both. A prefix of the name says so. */
enum Audience {
    DRIVER("driver:"),
    SERVICE("service:");

    private final String prefix;

    Audience(String prefix) {
        this.prefix = prefix;
    }

    static Set<Audience> of(String spelling) {
        for (Audience audience : values()) {
            if (audience.prefixes(spelling)) {
                return EnumSet.of(audience);
            }
        }
        return EnumSet.allOf(Audience.class);
    }

    static String withoutPrefix(String spelling) {
        return spelling.substring(prefixLength(spelling));
    }

    /** Characters up to and with the colon of the prefix; 0 when there is none. */
    static int prefixLength(String spelling) {
        int blanks = spelling.length() - spelling.stripLeading().length();
        for (Audience audience : values()) {
            if (audience.prefixes(spelling)) {
                return blanks + audience.prefix.length();
            }
        }
        return 0;
    }

    private boolean prefixes(String spelling) {
        return spelling.stripLeading().toLowerCase(Locale.ROOT).startsWith(prefix);
    }
}
