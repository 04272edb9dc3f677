/** Servers that misbehave on request, connections that break at a given byte, certificates, and clocks. */
module io.mailroom.testkit {
    requires jdk.httpserver;
    requires static org.jspecify;
    requires transitive io.mailroom;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires org.assertj.core;

    exports io.mailroom.testkit;
}
