package io.mailroom.benchmarks.send;

import io.mailroom.profile.Direction;
import io.mailroom.profile.Profile;
import io.mailroom.profile.ProfileResolver;
import io.mailroom.profile.Settings;
import io.mailroom.smtp.Content;
import io.mailroom.smtp.OutboundMessage;
import io.mailroom.smtp.SendResult;
import io.mailroom.smtp.SmtpDriver;
import io.mailroom.smtp.SmtpParameters;
import io.mailroom.smtp.SmtpSender;
import io.mailroom.smtp.SmtpService;
import io.mailroom.spi.CommunicationsService;
import io.mailroom.spi.DriverContext;
import io.mailroom.spi.MailboxConnector;
import io.mailroom.spi.ServiceClient;
import io.mailroom.wire.Connector;
import io.mailroom.wire.SocketConnector;
import io.mailroom.wire.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** How we send the same: as many threads as there are connections. */
final class Ours {
    private Ours() {}

    /** Nothing kept on disk. */
    static void sender(Job job, int connections) throws Exception {
        try (SmtpSender sender = SmtpSender.open(settings(job, connections), new Host(Path.of("unused")))) {
            parallel(job, connections, sender::send);
        }
    }

    /** The same, composing each message as Simple Java Mail and Commons Email do. */
    static void composing(Job job, int connections) throws Exception {
        try (SmtpSender sender = SmtpSender.open(settings(job, connections), new Host(Path.of("unused")))) {
            parallel(
                    job,
                    connections,
                    ready -> sender.send(OutboundMessage.builder()
                            .to(job.to())
                            .subject("bench")
                            .text("text")
                            .attach(io.mailroom.smtp.OutboundAttachment.named(
                                    "a.bin", Content.bytes(new byte[job.attachmentBytes()])))
                            .build()));
        }
    }

    /** With the durable record of what may have been taken. */
    static void durable(Job job, int connections) throws Exception {
        Path home = Files.createTempDirectory("mailroom-bench");
        try (SmtpService service = SmtpService.open(settings(job, connections), new Host(home))) {
            service.start();
            parallel(job, connections, service::send);
        } finally {
            delete(home);
        }
    }

    private static void delete(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void parallel(Job job, int threads, Function<OutboundMessage, SendResult> send) throws Exception {
        Content content = Content.bytes(job.message());
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> parts = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int count = job.count() * (t + 1) / threads - job.count() * t / threads;
                parts.add(() -> {
                    for (int i = 0; i < count; i++) {
                        SendResult result = send.apply(OutboundMessage.builder()
                                .to(job.to())
                                .ready(content)
                                .build());
                        if (!result.isSent()) {
                            throw new IOException(result.recipients().toString());
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> part : pool.invokeAll(parts)) {
                part.get();
            }
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        } finally {
            pool.shutdown();
        }
    }

    private static Settings settings(Job job, int connections) {
        Profile profile = Profile.from(Map.of(
                "name",
                "bench",
                "driver",
                SmtpDriver.NAME,
                "From Address",
                job.from(),
                "SMTP Server",
                Job.HOST,
                "SMTP Server Port",
                String.valueOf(job.port()),
                "SMTP Connections",
                String.valueOf(connections)));
        return ProfileResolver.of(SmtpParameters.ALL).resolve(profile, Direction.OUTBOUND);
    }

    private record Host(Path home) implements DriverContext {
        @Override
        public String profile() {
            return "bench";
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public Connector connector() {
            return new SocketConnector();
        }

        @Override
        public ServiceClient client() {
            throw new IllegalStateException("Nothing is received here.");
        }

        @Override
        public Transcript newTranscript() {
            return Transcript.off();
        }

        @Override
        public CommunicationsService receiving(
                Settings settings, MailboxConnector connector, CommunicationsService sender) {
            throw new IllegalStateException("Nothing is received here.");
        }
    }
}
