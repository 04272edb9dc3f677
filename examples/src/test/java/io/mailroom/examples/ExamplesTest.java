package io.mailroom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.examples.demo.DemoMail;
import io.mailroom.examples.demo.DemoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    @TempDir
    private Path directory;

    @Test
    @Timeout(60)
    void pollingAMailboxOpensATicketForEachMail() throws Exception {
        List<String> tickets = new CopyOnWriteArrayList<>();
        CountDownLatch enough = new CountDownLatch(1);
        try (DemoServer server = DemoServer.start("support@example.com", "support", "pw")) {
            server.deliver(DemoMail.ALL.subList(0, 2));
            profileAt(server);

            PollAMailbox.run(
                    directory,
                    (sender, subject, files) -> {
                        tickets.add(sender + ": " + subject + ", " + files.size());
                        if (tickets.size() == 2) {
                            enough.countDown();
                        }
                    },
                    enough);
        }

        assertThat(tickets)
                .containsExactly(
                        "dana.whitfield@customer.example: Printer on the third floor is offline, 1",
                        "bonjour@cafe.example: Votre réservation du 24 novembre, 2");
    }

    @Test
    @Timeout(60)
    void mailThatOneProgramReceivesIsHandledByAnother() throws Exception {
        List<String> tickets = new ArrayList<>();
        Path home = directory.resolve("home");
        try (DemoServer server = DemoServer.start("support@example.com", "support", "pw")) {
            server.deliver(DemoMail.ALL.subList(0, 2));
            QueueForAnotherProcess.receive(home, profileAt(server));
        }

        int handled = QueueForAnotherProcess.handle(home, tickets::add);

        assertThat(handled).isEqualTo(2);
        assertThat(tickets)
                .containsExactlyInAnyOrder("Printer on the third floor is offline", "Votre réservation du 24 novembre");
    }

    private Path profileAt(DemoServer server) throws IOException {
        return Files.writeString(directory.resolve("support.properties"), """
                name = support@example.com
                driver = Internet SMTP/POP3 Server
                From Address = support@example.com
                POP3 Server = %s
                POP3 Server Port = %d
                POP3 Account Name = support
                POP3 Account Password = pw
                """.formatted(server.host(), server.port()));
    }

    @Test
    void aParsedFileSaysWhatItHoldsAndLeavesItsAttachments() throws IOException {
        Path message = directory.resolve("message.eml");
        Files.write(message, DemoMail.ALL.get(2).bytes());
        Path attachments = directory.resolve("attachments");

        List<String> lines = ParseAFile.describe(message, attachments);

        assertThat(lines)
                .contains(
                        "from j.mueller@lieferant.example",
                        "subject Re: Rechnung für Auftrag 20417",
                        "attachment Rechnung Müller – März.pdf, application/pdf, 558 bytes",
                        "attachment positionen.csv, text/csv, 67 bytes");
        assertThat(attachments).isDirectoryContaining(file -> file.toString().endsWith(".dat"));
    }
}
