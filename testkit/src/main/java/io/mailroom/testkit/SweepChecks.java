package io.mailroom.testkit;

import io.mailroom.event.Attachment;
import io.mailroom.event.EventFields;
import io.mailroom.event.InboundEvent;
import io.mailroom.spool.ContentDigest;
import io.mailroom.spool.SeenRecord;
import io.mailroom.testkit.CrashSweep.ScriptedMail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The invariants I1, I2, I3, I6 and I7 of docs/durability.md, each asked at the moment it could be broken: when the server hears of
 * a mark or a commit, when the handler is called, when a file of an event goes, when a poll
 * ended. Durable means: there after the worst power
 * cut.
 */
final class SweepChecks implements MailServerDouble.Observer {
    private static final int END_BYTES = "end ".length() + 64 + 1;

    private final MemoryDisk disk;
    private final RecordingHandler handler;
    private final Consumer<String> violations;

    SweepChecks(MemoryDisk disk, RecordingHandler handler, Consumer<String> violations) {
        this.disk = disk;
        this.handler = handler;
        this.violations = violations;
    }

    @Override
    public void marking(String uid, byte[] message) {
        if (handled(message)) {
            return; // a session that reconciles deletes what was handled before
        }
        Map<Path, byte[]> durable = disk.durableFiles();
        boolean stored = durable.entrySet().stream()
                .anyMatch(file -> file.getKey().toString().endsWith(".tmp") && Arrays.equals(file.getValue(), message));
        if (!stored && !isQueued(durable, message)) {
            violations.accept("I1: " + uid + " was marked deleted before it was safe");
        }
    }

    @Override
    public void committing(List<byte[]> marked) {
        Map<Path, byte[]> durable = disk.durableFiles();
        for (byte[] message : marked) {
            if (!handled(message) && !isQueued(durable, message) && !isPutAside(durable, message)) {
                violations.accept("I2: the session was committed before " + token(message) + " had an outcome");
            }
        }
    }

    /** I3. A possible duplicate may have had its files removed. */
    void beforeHandling(InboundEvent event) {
        Map<Path, byte[]> durable = disk.durableFiles();
        String subject = event.fields().get(EventFields.SUBJECT);
        if (!isEvent(durable, name -> true, subject)) {
            violations.accept("I3: the event of " + subject + " was handled before it was durable");
        }
        if (event.possibleDuplicate()) {
            return;
        }
        for (Attachment file : event.message().attachments()) {
            byte[] content = durable.get(file.path());
            if (content == null || !ContentDigest.of(content).hex().equals(file.sha256())) {
                violations.accept("I3: " + subject + " was handled before " + file.name() + " was durable");
            }
        }
    }

    /** I6. */
    void beforeStep(String step, Path file) {
        boolean isOfAnEvent = step.equals("event.files.delete") && isNamedByAnEvent(file.toString())
                || step.equals("store.delete")
                        && isNamedByAnEvent(file.getFileName().toString());
        if (isOfAnEvent) {
            violations.accept("I6: " + file.getFileName() + " went before the end of its event was durable");
        }
    }

    /** False for a message or an event that is not what it should be, under a name that says that it is whole. */
    boolean isWhole(Path file, byte[] bytes, List<ScriptedMail> script) {
        String name = file.getFileName().toString();
        if (name.endsWith(".part")) {
            return true;
        }
        if (name.endsWith(".tmp")) {
            return script.stream().anyMatch(mail -> Arrays.equals(mail.bytes(), bytes));
        }
        return !name.startsWith("CIR_") || name.endsWith(".note") || isWholeEvent(bytes);
    }

    /** Its last line is the checksum of all before it. */
    private static boolean isWholeEvent(byte[] bytes) {
        int body = bytes.length - END_BYTES;
        if (body < 0) {
            return false;
        }
        String end = "end " + ContentDigest.of(Arrays.copyOf(bytes, body)).hex() + "\n";
        return end.equals(new String(bytes, body, END_BYTES, StandardCharsets.US_ASCII));
    }

    /** I7. */
    void afterPoll(int batchSize) {
        disk.files().forEach((file, content) -> {
            String name = file.getFileName().toString();
            boolean isIndex = name.startsWith("Current_") || name.startsWith("Previous_") || name.startsWith("Last_");
            if (isIndex && content.length > batchSize * SeenRecord.MAX_LINE_BYTES) {
                violations.accept("I7: " + name + " has " + content.length + " bytes");
            }
        });
    }

    private boolean isNamedByAnEvent(String file) {
        return isEvent(disk.durableFiles(), SweepChecks::isToBeHandled, file);
    }

    private static boolean isToBeHandled(String event) {
        return !event.endsWith(".staged") && !event.endsWith(".done") && !event.endsWith(".part");
    }

    private boolean handled(byte[] message) {
        return handler.subjects().contains(token(message));
    }

    private static boolean isQueued(Map<Path, byte[]> durable, byte[] message) {
        return isEvent(durable, name -> true, token(message));
    }

    private static boolean isPutAside(Map<Path, byte[]> durable, byte[] message) {
        return durable.entrySet().stream()
                .anyMatch(file -> (file.getKey().startsWith(Mailroom.HOME.resolve("failed"))
                                || file.getKey().startsWith(Mailroom.HOME.resolve("loopback")))
                        && Arrays.equals(file.getValue(), message));
    }

    private static boolean isEvent(Map<Path, byte[]> durable, Predicate<String> names, String text) {
        return durable.entrySet().stream().anyMatch(file -> {
            String name = file.getKey().getFileName().toString();
            return name.startsWith("CIR_")
                    && names.test(name)
                    && new String(file.getValue(), StandardCharsets.UTF_8).contains(text);
        });
    }

    private static String token(byte[] mail) {
        String text = new String(mail, StandardCharsets.UTF_8);
        int from = text.indexOf("Subject: ") + "Subject: ".length();
        return text.substring(from, text.indexOf('\r', from));
    }
}
