package io.mailroom.examples.command;

import io.mailroom.CommunicationsException;
import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.Content;
import io.mailroom.smtp.DsnRequest;
import io.mailroom.smtp.DsnRequest.Occasion;
import io.mailroom.smtp.OutboundMessage;
import io.mailroom.smtp.OutboundMessageBuilder;
import io.mailroom.smtp.RecipientResult.Status;
import io.mailroom.smtp.SendResult;
import io.mailroom.smtp.SmtpSender;
import io.mailroom.smtp.SmtpService;
import io.mailroom.spi.CommunicationsDriver;
import io.mailroom.wire.Transcript;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mailroom send}: sends one message and says for each recipient what happened. */
@Command(
        name = "send",
        description = {
            "Sends one message with the servers of a profile, and says for each recipient what became of it.",
            "Addresses are user@example.com or \"Name <user@example.com>\"; every option for them may be repeated."
        },
        exitCodeList = {
            "0:every recipient's server took the message",
            "69:refused for good for some recipient; trying again will not help",
            "75:not sent to some recipient for now; try again later",
            "76:a server may have taken the message: sending it again may make two",
            "78:the profile or the message is wrong; nothing was sent"
        })
final class SendCommand implements Callable<Integer> {
    static final int PERMANENT = 69;
    static final int TEMPORARY = 75;
    static final int IN_DOUBT = 76;
    static final int SET_UP = 78;

    @Spec
    private CommandSpec command;

    @Option(names = "--profile", required = true, paramLabel = "FILE", description = "The profile, a .properties file.")
    private Path profile;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "The author, when it is not From Address.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "ADDRESS", description = "A recipient.")
    private List<String> to = new ArrayList<>();

    @Option(names = "--cc", paramLabel = "ADDRESS", description = "A recipient of a copy.")
    private List<String> cc = new ArrayList<>();

    @Option(names = "--bcc", paramLabel = "ADDRESS", description = "A recipient nobody else hears of.")
    private List<String> bcc = new ArrayList<>();

    @Option(names = "--subject", paramLabel = "TEXT", description = "The subject.")
    private @Nullable String subject;

    @Option(names = "--text", paramLabel = "TEXT", description = "The body as plain text.")
    private @Nullable String text;

    @Option(names = "--html", paramLabel = "HTML", description = "The body as HTML; with --text, as both.")
    private @Nullable String html;

    @Option(names = "--attach", paramLabel = "FILE", description = "A file to attach.")
    private List<Path> attachments = new ArrayList<>();

    @Option(names = "--eml", paramLabel = "FILE", description = "A ready message, instead of subject, body and files.")
    private @Nullable Path eml;

    @Option(
            names = "--notify",
            split = ",",
            paramLabel = "WHEN",
            description = "Delivery reports that are wanted: success, failure, delay, or never.")
    private List<String> notifications = new ArrayList<>();

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Keep a durable record below this directory while it is not known whether a server has the"
                    + " message; mailroom outbox shows it.")
    private @Nullable Path home;

    @Option(names = "--transcript", description = "Show the conversation with the server; secrets are masked.")
    private boolean transcript;

    @Option(names = "--json", description = "Print the result as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        SendResult result;
        try {
            result = send();
        } catch (CommunicationsException refused) {
            ErrorReport.of(command).show(refused);
            return refused.isTemporary() ? TEMPORARY : SET_UP;
        }
        show(result);
        return exitCode(result);
    }

    private SendResult send() {
        Profile loaded = Profile.load(profile);
        CommunicationsDriver driver = Drivers.of(loaded);
        Settings settings = Drivers.resolverFor(driver).resolve(loaded, Direction.OUTBOUND);
        OutboundMessage message = message();
        PrintWriter err = Screen.of(command).err();
        SendingContext context = new SendingContext(
                settings,
                home == null ? Path.of("") : home,
                () -> transcript ? Transcript.to(err::println) : Transcript.off());
        SendProgress progress = new SendProgress(Screen.of(command));
        if (home == null) {
            try (SmtpSender sender = SmtpSender.open(settings, context)) {
                return sender.send(message, progress);
            }
        }
        try (SmtpService service = SmtpService.open(settings, context)) {
            service.start();
            return service.send(message, progress);
        }
    }

    private OutboundMessage message() {
        OutboundMessageBuilder builder = OutboundMessage.builder()
                .to(to.toArray(String[]::new))
                .cc(cc.toArray(String[]::new))
                .bcc(bcc.toArray(String[]::new));
        if (from != null) {
            builder.from(from);
        }
        if (subject != null) {
            builder.subject(subject);
        }
        if (text != null) {
            builder.text(text);
        }
        if (html != null) {
            builder.html(html);
        }
        attachments.forEach(builder::attach);
        if (eml != null) {
            builder.ready(Content.file(eml));
        }
        if (!notifications.isEmpty()) {
            builder.dsn(DsnRequest.of(occasions()));
        }
        return builder.build();
    }

    private Set<Occasion> occasions() {
        Set<Occasion> occasions = EnumSet.noneOf(Occasion.class);
        for (String each : notifications) {
            String name = each.strip().toUpperCase(Locale.ROOT);
            if (!name.equals("NEVER")) {
                try {
                    occasions.add(Occasion.valueOf(name));
                } catch (IllegalArgumentException unknown) {
                    throw new io.mailroom.smtp.InvalidMessageException(
                            "--notify", "takes success, failure, delay or never");
                }
            }
        }
        return occasions;
    }

    private void show(SendResult result) throws IOException {
        Screen screen = Screen.of(command);
        if (json) {
            SendJson.write(screen.out(), result);
            return;
        }
        screen.line(screen.bold(result.summary()) + "  "
                + screen.dim(Screen.safe(result.messageId())
                        + (result.security().isEmpty()
                                ? ""
                                : result.security().equals("tls") ? ", encrypted" : ", in plain text")));
        List<List<String>> rows = new ArrayList<>();
        result.recipients()
                .forEach(each -> rows.add(List.of(
                        words(each.status()),
                        Screen.safe(each.recipient()),
                        result.failures().contains(each.reply()) ? "" : Screen.safe(each.reply()),
                        each.server())));
        screen.table("  ", rows);
        result.failures().forEach(failure -> screen.line("  " + screen.bad(Screen.safe(failure))));
    }

    private static String words(Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A doubt outweighs all, because trying again could make two; what can be tried again outweighs a refusal. */
    static int exitCode(SendResult result) {
        if (result.hasAny(Status.IN_DOUBT)) {
            return IN_DOUBT;
        }
        if (result.hasAny(Status.DEFERRED)) {
            return TEMPORARY;
        }
        return result.hasAny(Status.REFUSED) ? PERMANENT : 0;
    }
}
