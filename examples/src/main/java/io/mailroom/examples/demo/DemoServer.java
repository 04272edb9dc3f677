package io.mailroom.examples.demo;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Properties;

/** A POP3 server inside this process, on a free port of the loopback address, with one mailbox. */
public final class DemoServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final GreenMail greenMail;
    private final GreenMailUser user;

    private DemoServer(GreenMail greenMail, GreenMailUser user) {
        this.greenMail = greenMail;
        this.user = user;
    }

    /** Starts a server with an empty mailbox; any free port will do. */
    public static DemoServer start(String address, String login, String password) {
        GreenMail greenMail = new GreenMail(new ServerSetup(0, HOST, ServerSetup.PROTOCOL_POP3));
        greenMail.start();
        return new DemoServer(greenMail, greenMail.setUser(address, login, password));
    }

    /** Puts mails into the mailbox. */
    public void deliver(List<DemoMail> mails) throws IOException {
        Session session = Session.getInstance(new Properties());
        try {
            for (DemoMail mail : mails) {
                user.deliver(new MimeMessage(session, new ByteArrayInputStream(mail.bytes())));
            }
        } catch (MessagingException e) {
            throw new IOException("The demo's mail cannot be delivered: " + e.getMessage(), e);
        }
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return greenMail.getPop3().getPort();
    }

    /** Mails in the mailbox. */
    public int size() {
        return greenMail.getReceivedMessages().length;
    }

    @Override
    public void close() {
        greenMail.stop();
    }
}
