package io.mailroom.smtp.account;

import java.util.Map;

/** Keeps the report mailer's account and what was proven of servers. Usable from any thread. */
public interface AccountStore {
    /** The account as stored last; {@link ReportAccount#EMPTY} at first. */
    ReportAccount account();

    /** Stores the account, durably. */
    void store(ReportAccount account);

    /** What was proven of each server, by host name in lower case. */
    Map<String, Proof> proofs();

    /** Stores what was proven of a server, durably; the weakest proof forgets it. */
    void store(String host, Proof proof);

    /** The best security that a server has shown us. */
    enum Proof {
        /** None yet. */
        NOTHING,
        /** TLS, from the first byte or by STARTTLS: it is never talked to in plain text again. */
        TLS
    }
}
