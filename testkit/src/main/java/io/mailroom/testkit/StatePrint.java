package io.mailroom.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Two disks have the same print when recovery cannot tell them apart: the same files, but for the numbers of the services and
 * processors that made them, which are others in each run.
 */
final class StatePrint {
    /** {@code 1a2b_1_2_65f0c3a1}, a service; {@code Lease_0123456789abcdef}, or that before an extension, a processor. */
    private static final Pattern MAKER =
            Pattern.compile("[0-9a-f]{1,8}_[0-9a-f]{1,8}_[0-9a-f]{1,8}_[0-9a-f]{8}|(?<=Lease_|\\.)[0-9a-f]{16}(?=\\.)");

    private static final Pattern CHECKSUM = Pattern.compile("(?m) [0-9a-f]{8}$|^end [0-9a-f]{64}$");
    private static final Pattern OURS = Pattern.compile("(?:CIR|Open|Current|Previous|Kept|Attempts|Mailbox|Lease)_.*");
    private static final String RANDOM = "loop.key";

    private final Map<String, String> makers = new HashMap<>();
    private final StringBuilder print = new StringBuilder();

    private StatePrint() {}

    static String of(MemoryDisk disk) {
        StatePrint state = new StatePrint();
        disk.files().forEach(state::add);
        return state.print.toString();
    }

    private void add(Path file, byte[] bytes) {
        String name = file.getFileName().toString();
        byte[] content = OURS.matcher(name).matches() ? comparable(bytes) : bytes;
        print.append(renamed(file.toString())).append(' ');
        if (!name.startsWith(RANDOM)) {
            CRC32 crc = new CRC32();
            crc.update(content);
            print.append(crc.getValue()).append(' ').append(Arrays.hashCode(content));
        }
        print.append('\n');
    }

    private byte[] comparable(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return renamed(CHECKSUM.matcher(text).replaceAll("")).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String renamed(String text) {
        return MAKER.matcher(text)
                .replaceAll(maker -> makers.computeIfAbsent(maker.group(), any -> "maker" + makers.size()));
    }
}
