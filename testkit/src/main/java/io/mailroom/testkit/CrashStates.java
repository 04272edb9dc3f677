package io.mailroom.testkit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The states that a power cut may leave a {@link MemoryDisk} in. Each change of a directory that was not forced has taken
 * place or not, independently of the others; the bytes of a file that were not forced are there, missing, there to the half,
 * or zeros.
 *
 * <p>When there are more states than wanted, the extremes come first (nothing survived, everything survived, each single
 * thing alone, each single thing missing), then others at random from a seed. Equal states come once.
 */
public final class CrashStates {
    private static final int CONTENTS = 4;

    private final MemoryDisk disk;
    private final List<MemoryNode.Directory> directories = new ArrayList<>();
    private final List<MemoryNode.File> files = new ArrayList<>();
    private final int[] radices;

    private CrashStates(MemoryDisk disk) {
        this.disk = disk;
        collect(disk.root(), new HashSet<>());
        int changes =
                directories.stream().mapToInt(MemoryNode.Directory::pending).sum();
        radices = new int[changes + files.size()];
        Arrays.fill(radices, 0, changes, 2);
        Arrays.fill(radices, changes, radices.length, CONTENTS);
    }

    /** The states a power cut may leave now. The disk itself is not changed. */
    public static CrashStates of(MemoryDisk disk) {
        synchronized (disk) {
            return new CrashStates(disk);
        }
    }

    /** How many combinations there are, equal ones counted each. */
    public BigInteger combinations() {
        return Arrays.stream(radices).mapToObj(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
    }

    /**
     * Hands a new disk for each state to the visitor; everything on it is durable and no lock is held.
     *
     * @param most how many combinations are looked at
     * @return how many different states were visited
     */
    public int visit(int most, long seed, Consumer<MemoryDisk> visitor) {
        Set<String> seen = new HashSet<>();
        if (combinations().compareTo(BigInteger.valueOf(most)) <= 0) {
            int[] choice = new int[radices.length];
            do {
                visit(choice, seen, visitor);
            } while (next(choice));
            return seen.size();
        }
        extremes().stream().limit(most).forEach(choice -> visit(choice, seen, visitor));
        Random random = new Random(seed);
        for (int i = extremes().size(); i < most; i++) {
            int[] choice = new int[radices.length];
            for (int j = 0; j < choice.length; j++) {
                choice[j] = random.nextInt(radices[j]);
            }
            visit(choice, seen, visitor);
        }
        return seen.size();
    }

    /** The state in which nothing survived that was not forced. */
    MemoryDisk worst() {
        synchronized (disk) {
            return new MemoryDisk(disk.clock(), build(new int[radices.length]));
        }
    }

    /** The state in which everything survived. */
    MemoryDisk best() {
        synchronized (disk) {
            return new MemoryDisk(
                    disk.clock(),
                    build(Arrays.stream(radices).map(radix -> radix - 1).toArray()));
        }
    }

    private void visit(int[] choice, Set<String> seen, Consumer<MemoryDisk> visitor) {
        MemoryDisk state;
        synchronized (disk) {
            state = new MemoryDisk(disk.clock(), build(choice));
            disk.mounts().forEach(state::mount);
        }
        if (seen.add(StatePrint.of(state))) {
            visitor.accept(state);
        }
    }

    private boolean next(int[] choice) {
        for (int i = 0; i < choice.length; i++) {
            if (++choice[i] < radices[i]) {
                return true;
            }
            choice[i] = 0;
        }
        return false;
    }

    /** 0 is always "did not survive", the highest always "survived". */
    private List<int[]> extremes() {
        List<int[]> extremes = new ArrayList<>();
        int[] all = Arrays.stream(radices).map(radix -> radix - 1).toArray();
        extremes.add(new int[radices.length]);
        extremes.add(all);
        for (int i = 0; i < radices.length; i++) {
            for (int value = 0; value < radices[i]; value++) {
                int[] alone = new int[radices.length];
                alone[i] = value;
                int[] missing = all.clone();
                missing[i] = value;
                extremes.add(alone);
                extremes.add(missing);
            }
        }
        return extremes;
    }

    private void collect(MemoryNode.Directory directory, Set<MemoryNode> known) {
        directories.add(directory);
        List<MemoryNode> nodes = new ArrayList<>(directory.entries().values());
        for (int i = 0; i <= directory.pending(); i++) {
            boolean[] through = new boolean[directory.pending()];
            Arrays.fill(through, 0, i, true);
            nodes.addAll(directory.afterPowerCut(through).values());
        }
        for (MemoryNode node : nodes) {
            if (!known.add(node)) {
                continue;
            }
            if (node instanceof MemoryNode.File file && file.isDirty()) {
                files.add(file);
            } else if (node instanceof MemoryNode.Directory below) {
                collect(below, known);
            }
        }
    }

    private MemoryNode.Directory build(int[] choice) {
        Map<MemoryNode.Directory, boolean[]> through = new IdentityHashMap<>();
        int at = 0;
        for (MemoryNode.Directory directory : directories) {
            boolean[] changes = new boolean[directory.pending()];
            for (int i = 0; i < changes.length; i++) {
                changes[i] = choice[at++] == 1;
            }
            through.put(directory, changes);
        }
        Map<MemoryNode.File, Integer> contents = new IdentityHashMap<>();
        for (MemoryNode.File file : files) {
            contents.put(file, choice[at++]);
        }
        return build(disk.root(), through, contents);
    }

    private static MemoryNode.Directory build(
            MemoryNode.Directory from,
            Map<MemoryNode.Directory, boolean[]> through,
            Map<MemoryNode.File, Integer> contents) {
        MemoryNode.Directory built = new MemoryNode.Directory();
        from.afterPowerCut(through.getOrDefault(from, new boolean[0])).forEach((name, node) -> {
            if (node instanceof MemoryNode.File file) {
                byte[] bytes = content(file, contents.getOrDefault(file, CONTENTS - 1));
                built.addDurably(name, MemoryNode.File.durable(bytes, file.modified()));
            } else if (node instanceof MemoryNode.Directory below) {
                built.addDurably(name, build(below, through, contents));
            }
        });
        return built;
    }

    private static byte[] content(MemoryNode.File file, int choice) {
        byte[] now = file.bytes();
        byte[] durable = file.durable();
        int safe = Math.min(durable.length, now.length);
        return switch (choice) {
            case 0 -> durable;
            case 1 -> Arrays.copyOf(now, safe + (now.length - safe) / 2);
            case 2 -> Arrays.copyOf(Arrays.copyOf(now, safe), now.length);
            default -> now;
        };
    }
}
