/** Sends mail over SMTP. */
module io.mailroom.smtp {
    requires static org.jspecify;
    requires transitive io.mailroom;

    exports io.mailroom.smtp;
    exports io.mailroom.smtp.tls;
}
