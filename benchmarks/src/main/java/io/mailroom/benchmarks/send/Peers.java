package io.mailroom.benchmarks.send;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Properties;
import javax.net.SocketFactory;
import org.apache.commons.mail2.jakarta.MultiPartEmail;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** How others send the same. Angus sends the ready message; the others compose one of about the same size. */
@SuppressWarnings("try") // an interrupt may end the closing
final class Peers {
    private Peers() {}

    static void angusPerMail(Job job) throws MessagingException {
        Session session = session(job, true);
        for (int i = 0; i < job.count(); i++) {
            MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(job.message()));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(job.to()));
            Transport.send(message);
        }
    }

    static void angusKept(Job job) throws MessagingException {
        Session session = session(job, true);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            InternetAddress[] to = {new InternetAddress(job.to())};
            for (int i = 0; i < job.count(); i++) {
                transport.sendMessage(new MimeMessage(session, new ByteArrayInputStream(job.message())), to);
            }
        }
    }

    static void simpleJavaMail(Job job) throws Exception {
        try (Mailer mailer = MailerBuilder.withSMTPServer(Job.HOST, job.port())
                .withTransportStrategy(TransportStrategy.SMTP)
                .withProperty("mail.smtp.starttls.enable", "false")
                .clearEmailValidator()
                .buildMailer()) {
            for (int i = 0; i < job.count(); i++) {
                mailer.sendMail(EmailBuilder.startingBlank()
                                .from(job.from())
                                .to(job.to())
                                .withSubject("bench")
                                .withPlainText("text")
                                .withAttachment("a.bin", new byte[job.attachmentBytes()], "application/octet-stream")
                                .buildEmail())
                        .join();
            }
        }
    }

    static void commonsEmail(Job job) throws Exception {
        for (int i = 0; i < job.count(); i++) {
            MultiPartEmail email = new MultiPartEmail();
            email.setHostName(Job.HOST);
            email.setSmtpPort(job.port());
            email.setFrom(job.from());
            email.addTo(job.to());
            email.setSubject("bench");
            email.setMsg("text");
            email.attach(
                    new ByteArrayDataSource(new byte[job.attachmentBytes()], "application/octet-stream"), "a.bin", "a");
            email.send();
        }
    }

    private static Session session(Job job, boolean noDelay) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", Job.HOST);
        properties.put("mail.smtp.port", String.valueOf(job.port()));
        properties.put("mail.smtp.from", job.from());
        Session session = Session.getInstance(properties);
        if (noDelay) {
            session.getProperties().put("mail.smtp.socketFactory", new NoDelay());
        }
        return session;
    }

    /** Angus leaves Nagle's algorithm on; its messages end in a small write that then waits for an ACK. */
    private static final class NoDelay extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("Angus asks for an unconnected one");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("Angus asks for an unconnected one");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("Angus asks for an unconnected one");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("Angus asks for an unconnected one");
        }
    }
}
