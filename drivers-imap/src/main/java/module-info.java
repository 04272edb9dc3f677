/** Receives mail over IMAP. */
module io.mailroom.imap {
    requires static org.jspecify;
    requires transitive io.mailroom;
    requires transitive io.mailroom.smtp;

    exports io.mailroom.imap;
}
