/** Servers that misbehave on request, connections that break at a given byte, certificates, and clocks. */
module io.mailroom.testkit {
    requires static org.jspecify;
    requires transitive io.mailroom;

    exports io.mailroom.testkit;
}
