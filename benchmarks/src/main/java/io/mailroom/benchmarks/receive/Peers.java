package io.mailroom.benchmarks.receive;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mail.MailMessage;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.integration.mail.AbstractMailReceiver;
import org.springframework.integration.mail.ImapMailReceiver;
import org.springframework.integration.mail.Pop3MailReceiver;

/**
 * How others receive the same. They store each message as a file and delete it on the server; they force nothing to the
 * disk, keep no ids and read no parts.
 */
final class Peers {
    private static final int BUFFER = 64 * 1024;

    private Peers() {}

    @SuppressWarnings("try") // an interrupt may end the closing
    static int angus(Account account, Path directory, int expected) throws Exception {
        Session session = Session.getInstance(new Properties());
        int count = 0;
        try (Store store = session.getStore(scheme(account))) {
            store.connect(Account.HOST, account.port(), account.user(), account.password());
            Folder folder = store.getFolder("INBOX");
            folder.open(Folder.READ_WRITE);
            Message[] messages = folder.getMessages();
            FetchProfile uids = new FetchProfile();
            uids.add(UIDFolder.FetchProfileItem.UID);
            folder.fetch(messages, uids);
            for (Message message : messages) {
                store(message, directory, count++);
                message.setFlag(Flags.Flag.DELETED, true);
            }
            folder.close(true);
        }
        return count;
    }

    static int spring(Account account, Path directory, int expected) throws Exception {
        AbstractMailReceiver receiver = account.protocol() == Account.Protocol.POP3
                ? new Pop3MailReceiver(Account.HOST, account.port(), account.user(), account.password())
                : new ImapMailReceiver("imap://" + account.user() + ":" + account.password() + "@" + Account.HOST + ":"
                        + account.port() + "/INBOX");
        receiver.setShouldDeleteMessages(true);
        receiver.setMaxFetchSize(-1);
        receiver.setBeanFactory(new DefaultListableBeanFactory());
        receiver.afterPropertiesSet();
        int count = 0;
        try {
            for (Object message : receiver.receive()) {
                store((MimeMessage) message, directory, count++);
            }
        } finally {
            receiver.destroy();
        }
        return count;
    }

    @SuppressWarnings("try") // an interrupt may end the closing
    static int camel(Account account, Path directory, int expected) throws Exception {
        CompletableFuture<Integer> polled = new CompletableFuture<>();
        AtomicInteger count = new AtomicInteger();
        try (CamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("polls", new OnePoll(polled));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(scheme(account) + "://" + Account.HOST + ":" + account.port() + "?username=" + account.user()
                                    + "&password=" + URLEncoder.encode(account.password(), StandardCharsets.UTF_8)
                                    + "&delete=true&fetchSize=-1&maxMessagesPerPoll=-1&initialDelay=0&unseen=true"
                                    + "&mapMailMessage=false&pollStrategy=#polls")
                            .process(exchange -> store(
                                    exchange.getIn(MailMessage.class).getOriginalMessage(),
                                    directory,
                                    count.getAndIncrement()));
                }
            });
            context.start();
            polled.get();
        }
        return count.get();
    }

    private static String scheme(Account account) {
        return account.protocol() == Account.Protocol.POP3 ? "pop3" : "imap";
    }

    private static void store(Message message, Path directory, int number) throws Exception {
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(directory.resolve(number + ".eml")), BUFFER)) {
            message.writeTo(out);
        }
    }

    /** Polls once. */
    private record OnePoll(CompletableFuture<Integer> polled) implements PollingConsumerPollStrategy {
        @Override
        public boolean begin(Consumer consumer, Endpoint endpoint) {
            return !polled.isDone();
        }

        @Override
        public void commit(Consumer consumer, Endpoint endpoint, int messages) {
            polled.complete(messages);
        }

        @Override
        public boolean rollback(Consumer consumer, Endpoint endpoint, int retry, Exception cause) {
            polled.completeExceptionally(new IOException(cause));
            return false;
        }
    }
}
