/** Receives mail over POP3. */
@SuppressWarnings("module") // the protocol's name ends with a digit
module io.mailroom.pop3 {
    requires static org.jspecify;
    requires transitive io.mailroom;
    requires transitive io.mailroom.smtp;
    requires org.slf4j;

    exports io.mailroom.pop3;

    provides io.mailroom.spi.CommunicationsDriver with
            io.mailroom.pop3.Pop3Driver;
}
