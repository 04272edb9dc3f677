package io.mailroom.benchmarks.receive;

/** A mailbox of the mailhost, reached through a port on this machine. */
record Account(Protocol protocol, int port, String user) {
    static final String HOST = "localhost";

    enum Protocol {
        POP3,
        IMAP
    }

    String password() {
        return "pw-" + user;
    }

    Account at(int otherPort) {
        return new Account(protocol, otherPort, user);
    }
}
