package io.mailroom.spool;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this machine is called, for files that say who has something. Asked once. */
public final class HostName {
    private static final String NAME = find();

    private HostName() {}

    /** One line; {@code localhost} when the machine does not know. */
    public static String ofThisMachine() {
        return NAME;
    }

    private static String find() {
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name.strip().replaceAll("\\p{Cntrl}", "");
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
