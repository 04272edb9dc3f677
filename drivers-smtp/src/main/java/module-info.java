/** Sends mail over SMTP. */
module io.mailroom.smtp {
    requires static org.jspecify;
    requires transitive io.mailroom;
    requires jakarta.activation;
    requires jakarta.mail;
    requires com.ongres.scram.client;
    requires com.ongres.scram.common;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.slf4j;

    exports io.mailroom.smtp;
    exports io.mailroom.smtp.account;
    exports io.mailroom.smtp.auth;
    exports io.mailroom.smtp.doctor;
    exports io.mailroom.smtp.receiving;
    exports io.mailroom.smtp.tls;

    provides io.mailroom.spi.CommunicationsDriver with
            io.mailroom.smtp.SmtpDriver;
}
