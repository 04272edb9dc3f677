package io.mailroom.benchmarks.mime;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The process of one reader. Reads lines {@code out-directory list-of-mails}, reads all mails of the list, and answers
 * each with a line of figures.
 */
final class Worker {
    private Worker() {}

    /** Argument: the name of the reader. */
    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8)); // peers may print what they like
        MailPeer peer = peer(args[0]);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            int blank = line.indexOf('\t');
            Path out = Path.of(line.substring(0, blank));
            List<Path> mails = Files.readAllLines(Path.of(line.substring(blank + 1))).stream()
                    .map(Path::of)
                    .toList();
            answers.println(measure(peer, mails, out).toLine());
            answers.flush();
        }
    }

    static MailPeer peer(String name) {
        return switch (name) {
            case "mailroom" -> new MailroomPeer();
            case "angus", "angus-provider" -> new AngusPeer();
            case "mime4j-stream" -> new Mime4jStreamPeer();
            case "mime4j-dom" -> new Mime4jDomPeer();
            case "simple-java-mail" -> new SimpleJavaMailPeer();
            case "commons-email" -> new CommonsEmailPeer();
            default -> throw new IllegalArgumentException("No reader is called " + name);
        };
    }

    private static Measured measure(MailPeer peer, List<Path> mails, Path out) throws IOException {
        Files.createDirectories(out);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        System.gc();
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
        Work work = new Work(out);
        long failed = 0;
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime() + collectorNanos();
        long wall = System.nanoTime();
        for (Path mail : mails) {
            try {
                peer.read(mail, work);
            } catch (Exception | OutOfMemoryError | StackOverflowError e) {
                failed++;
            }
        }
        wall = System.nanoTime() - wall;
        cpu = threads.getCurrentThreadCpuTime() + collectorNanos() - cpu;
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        long peak = heapPools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        empty(out);
        return new Measured(cpu, wall, allocated, peak, failed, work.files(), work.fileBytes(), work.textCharacters());
    }

    /** The collector is serial: while it works, nothing else does. */
    private static long collectorNanos() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(collector -> collector.getCollectionTime() * 1_000_000)
                .sum();
    }

    private static Stream<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
