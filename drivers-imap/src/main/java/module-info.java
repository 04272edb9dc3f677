/** Receives mail over IMAP. */
module io.mailroom.imap {
    requires static org.jspecify;
    requires transitive io.mailroom;
    requires transitive io.mailroom.smtp;
    requires jakarta.mail;
    requires org.eclipse.angus.mail;
    requires org.slf4j;

    exports io.mailroom.imap;

    provides io.mailroom.spi.CommunicationsDriver with
            io.mailroom.imap.ImapDriver;
}
