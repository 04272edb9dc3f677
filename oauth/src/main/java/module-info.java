/** Gets OAuth 2.0 access tokens. */
module io.mailroom.oauth {
    requires static org.jspecify;
    requires transitive io.mailroom;
    requires com.fasterxml.jackson.core;
    requires java.net.http;
    requires org.slf4j;

    exports io.mailroom.oauth;

    provides io.mailroom.spi.TokenSourceProvider with
            io.mailroom.oauth.OAuthTokenSourceProvider;
}
