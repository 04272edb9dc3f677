package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailroom.event.EventFields;
import io.mailroom.examples.ReplyToAMail;
import io.mailroom.examples.SendAReport;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.smtp.SendResult;
import io.mailroom.smtp.SmtpDriver;
import io.mailroom.smtp.SmtpSender;
import io.mailroom.wire.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendCommandTest {
    @TempDir
    Path directory;

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private Path profile;

    @BeforeEach
    void start() throws IOException {
        server.start();
        profile = profileFor(server.getSmtp().getPort());
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Path profileFor(int port) throws IOException {
        return Files.writeString(
                directory.resolve("desk.properties"),
                "name=desk@example.com\ndriver=Internet SMTP Server\nFrom Address=desk@example.com\n"
                        + "SMTP Server=127.0.0.1\nSMTP Server Port=" + port + "\nSMTP Timeout=5\n");
    }

    @Test
    void aMessageArrivesAndEachRecipientIsListed() throws Exception {
        Path file = Files.writeString(directory.resolve("figures.csv"), "a;b\n");

        Run run = Run.of(
                "send",
                "--profile",
                profile,
                "--to",
                "Ann <ann@example.org>",
                "--cc",
                "bob@example.org",
                "--bcc",
                "eve@example.org",
                "--subject",
                "Figures",
                "--text",
                "Hello",
                "--html",
                "<p>Hello",
                "--attach",
                file);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("sent to 3 of 3 recipients", "ann@example.org", "bob@example.org", "eve@example.org");
        assertThat(server.getReceivedMessages()).hasSize(3);
        assertThat(GreenMailUtil.getWholeMessage(server.getReceivedMessages()[0]))
                .contains("Subject: Figures", "figures.csv")
                .doesNotContain("eve@");
    }

    @Test
    void theResultAsJsonIsOneLine() {
        Run run = Run.of("send", "--profile", profile, "--to", "ann@example.org", "--text", "x", "--json");

        assertThat(run.lines())
                .singleElement()
                .asString()
                .startsWith("{\"messageId\":\"<")
                .contains("\"status\":\"SENT\"", "\"code\":250");
    }

    @Test
    void aReadyMessageIsSentAsItIs() throws Exception {
        Path eml = Files.writeString(directory.resolve("a.eml"), "Subject: ready\nFrom: x@example.com\n\n.dot\n");

        Run run = Run.of("send", "--profile", profile, "--to", "ann@example.org", "--eml", eml);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(server.getReceivedMessages()[0].getContent().toString()).startsWith(".dot");
    }

    @Test
    void exitCodesTellWhatToDo() throws Exception {
        Run badAddress = Run.of("send", "--profile", profile, "--to", "nobody", "--text", "x");
        Run nothingToSay = Run.of("send", "--profile", profile, "--to", "ann@example.org");
        server.stop();
        Run down = Run.of("send", "--profile", profile, "--to", "ann@example.org", "--text", "x");
        Files.writeString(profile, "name=x\ndriver=Internet SMTP Server\nFrom Address=a@b.c\nSMTP Port=1\n");
        Run badProfile = Run.of("send", "--profile", profile, "--to", "ann@example.org", "--text", "x");

        assertThat(badAddress.code()).isEqualTo(78);
        assertThat(badAddress.err()).contains("To must look like");
        assertThat(nothingToSay.code()).isEqualTo(78);
        assertThat(down.code()).isEqualTo(75);
        assertThat(down.out()).contains("cannot connect");
        assertThat(badProfile.code()).isEqualTo(78);
        assertThat(badProfile.err()).contains("\"SMTP Server\"");
    }

    @Test
    void anEmptyOutboxSaysSoAndAnUnknownMessageIsAnError() {
        Run list = Run.of("outbox", "list", "--profile", profile, "--home", directory);
        Run show = Run.of("outbox", "show", "--profile", profile, "--home", directory, "SMTP_1");

        assertThat(list.code()).as(list.err()).isZero();
        assertThat(list.out()).contains("The outbox is empty.");
        assertThat(show.code()).isEqualTo(1);
        assertThat(show.err()).contains("no message SMTP_1");
    }

    @Test
    void theExampleSendsAReportWithTheAccountOfTheSystem() throws Exception {
        server.setUser("reports@example.com", "sys", "secret-report");
        Path report = Files.writeString(directory.resolve("report.txt"), "all is well");
        int port = server.getSmtp().getPort();

        SendResult result = SendAReport.send(
                () -> SendAReport.systemAccount("127.0.0.1", port, "sys", "secret-report", "reports@example.com"),
                directory.resolve("account"),
                new byte[32],
                "ann@example.org",
                report);

        assertThat(result.isSent()).as(result.failures().toString()).isTrue();
        assertThat(GreenMailUtil.getWholeMessage(server.getReceivedMessages()[0]))
                .contains("From: reports@example.com", "report.txt", "Auto-Submitted: auto-generated");
    }

    @Test
    void theExampleAnswersAMail() {
        Profile loaded = Profile.load(profile);
        SmtpDriver driver = new SmtpDriver();
        SendingContext context = new SendingContext(loaded.name(), directory, Transcript::off);
        EventFields received = EventFields.of(Map.of(
                EventFields.SENDER_REPLY_NAMES, "ann@example.org",
                EventFields.SUBJECT, "Printer on fire",
                EventFields.MESSAGE_ID, "<1@example.org>"));

        String summary;
        try (SmtpSender sender =
                SmtpSender.open(Drivers.resolverFor(driver).resolve(loaded, Direction.OUTBOUND), context)) {
            summary = ReplyToAMail.reply(received, "On my way", sender);
        }

        assertThat(summary).isEqualTo("sent to 1 of 1 recipient");
        assertThat(GreenMailUtil.getWholeMessage(server.getReceivedMessages()[0]))
                .contains("Subject: Re: Printer on fire", "In-Reply-To: <1@example.org>");
    }
}
