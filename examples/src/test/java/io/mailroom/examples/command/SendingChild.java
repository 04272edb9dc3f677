package io.mailroom.examples.command;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.OutboundMessage;
import io.mailroom.smtp.Outbox;
import io.mailroom.smtp.OutboxEntry;
import io.mailroom.smtp.RecipientResult;
import io.mailroom.smtp.SmtpService;
import io.mailroom.wire.Transcript;
import java.nio.file.Path;

/**
 * A sender to be killed: half of the messages it puts into the outbox, half it sends at once, and it prints what it was
 * promised. Arguments: profile, home, number of the first message, how many. At the end it prints what is in doubt.
 */
final class SendingChild {
    /** The last line of each mail. */
    static final String END = "the end of it";

    private static final Object SETTLING = new Object();

    private SendingChild() {}

    public static void main(String[] arguments) throws InterruptedException {
        Profile profile = Profile.load(Path.of(arguments[0]));
        Settings settings = Drivers.resolverFor(Drivers.of(profile)).resolve(profile, Direction.OUTBOUND);
        SendingContext context = new SendingContext(profile.name(), Path.of(arguments[1]), Transcript::off);
        int first = Integer.parseInt(arguments[2]);
        int count = Integer.parseInt(arguments[3]);
        try (SmtpService service = SmtpService.open(settings, context)) {
            service.start();
            service.outbox().listener(entry -> {
                synchronized (SETTLING) {
                    SETTLING.notifyAll();
                }
            });
            say("begun");
            Thread queueing = new Thread(() -> {
                for (int i = first; i < first + count; i += 2) {
                    service.queue(mail(i));
                    say("queued " + i);
                }
            });
            queueing.start();
            for (int i = first + 1; i < first + count; i += 2) {
                say("status " + i + " "
                        + service.send(mail(i)).recipients().get(0).status());
            }
            queueing.join();
            awaitSettled(service.outbox());
            for (OutboxEntry entry : service.outbox().list()) {
                for (RecipientResult each : entry.recipients()) {
                    String number = each.recipient().replaceAll("\\D", "");
                    say("left " + number + " " + each.status());
                }
            }
        }
        say("done");
    }

    private static void awaitSettled(Outbox outbox) throws InterruptedException {
        synchronized (SETTLING) {
            while (outbox.list().stream().anyMatch(SendingChild::isUnderWay)) {
                SETTLING.wait();
            }
        }
    }

    private static boolean isUnderWay(OutboxEntry entry) {
        return entry.state() == OutboxEntry.State.WAITING || entry.state() == OutboxEntry.State.SENDING;
    }

    private static OutboundMessage mail(int number) {
        return OutboundMessage.builder()
                .to("m" + number + "@relay.test")
                .subject("message " + number)
                .text("text\n".repeat(1 + number * 37 % 3_000) + END)
                .build();
    }

    private static synchronized void say(String line) {
        System.out.print(line + ".\n"); // a line that a kill cut short lacks the dot
        System.out.flush();
    }
}
