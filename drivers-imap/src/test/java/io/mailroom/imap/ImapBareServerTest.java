package io.mailroom.imap;

import io.mailroom.testkit.RealMailbox;

/** The same against a Cyrus that has neither MOVE nor IDLE: what is handled is copied and deleted. */
class ImapBareServerTest extends ImapCyrusTest {
    @Override
    RealMailbox mailbox() {
        return mailhost.mailbox("CYRUS_BARE", "user8");
    }

    @Override
    boolean tellsOfMail() {
        return false;
    }
}
