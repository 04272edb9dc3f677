package io.mailroom.fuzz;

import io.mailroom.mime.MailAddress;
import io.mailroom.mime.internal.field.AddressParser;
import java.util.List;

/** A list of addresses. */
public final class AddressTarget {
    private AddressTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) {
        List<MailAddress> addresses = AddressParser.parse(Checks.CONTEXT, data, 0, data.length, 0, 100);
        Checks.hold(addresses.size() <= 100, "more addresses than asked for");
        for (MailAddress address : addresses) {
            Checks.oneLine(address.name());
            Checks.oneLine(address.address());
            Checks.hold(!address.displayName().isEmpty(), "an address of nothing");
        }
    }
}
