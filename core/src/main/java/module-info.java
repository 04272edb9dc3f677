/** Profiles, MIME reading, spool, events and the driver SPI. */
@SuppressWarnings("module") // the test kit is built after this
module io.mailroom {
    requires static org.jspecify;
    requires org.jsoup;
    requires org.slf4j;
    requires java.xml;

    exports io.mailroom;
    exports io.mailroom.event;
    exports io.mailroom.mime;
    exports io.mailroom.profile;
    exports io.mailroom.spi;
    exports io.mailroom.spool;
    exports io.mailroom.wire;

    // Sending makes a text part from HTML as receiving does.
    exports io.mailroom.mime.internal.html to
            io.mailroom.smtp;

    // The test kit builds hosts on disks and connections that fail; nobody else may.
    exports io.mailroom.internal.host to
            io.mailroom.testkit;

    uses io.mailroom.spi.CommunicationsDriver;
    uses io.mailroom.spi.TokenSourceProvider;
}
