/** Profiles, MIME reading, spool, events and the driver SPI. */
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

    uses io.mailroom.spi.CommunicationsDriver;
}
