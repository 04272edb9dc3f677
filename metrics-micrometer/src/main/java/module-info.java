/** What a receiver does, as meters of Micrometer. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // Micrometer names its module in its manifest
module io.mailroom.micrometer {
    requires static org.jspecify;
    requires transitive io.mailroom;
    requires transitive micrometer.core;

    exports io.mailroom.micrometer;
}
