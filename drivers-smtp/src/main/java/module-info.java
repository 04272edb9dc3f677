/** Sends mail over SMTP. */
module io.mailroom.smtp {
    requires static org.jspecify;
    requires transitive io.mailroom;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports io.mailroom.smtp;
    exports io.mailroom.smtp.tls;
}
