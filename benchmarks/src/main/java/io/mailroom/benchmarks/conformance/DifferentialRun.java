package io.mailroom.benchmarks.conformance;

import io.mailroom.benchmarks.Page;
import io.mailroom.benchmarks.conformance.Vote.Aspect;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the corpus and generated malformed mail with us, Angus, Mime4j and Python's email package, counts what each
 * sees otherwise, and writes the counts into the page. Arguments: how many mails to generate (4000), the page
 * ({@code docs/conformance.md}), and a file for samples of the differences (none).
 */
public final class DifferentialRun {
    private static final int VARIANTS = 4_000;

    private final MailroomWitness ours = new MailroomWitness();
    private final List<Witness> peers;

    private DifferentialRun(List<Witness> peers) {
        this.peers = peers;
    }

    /** Runs it; fails when our own reader throws. */
    public static void main(String[] arguments) throws Exception {
        int variants = arguments.length > 0 ? Integer.parseInt(arguments[0]) : VARIANTS;
        Path page = Path.of(arguments.length > 1 ? arguments[1] : "docs/conformance.md");
        List<Witness> peers = new ArrayList<>(List.of(new AngusWitness(), new Mime4jWitness()));
        PythonWitness.start()
                .ifPresentOrElse(peers::add, () -> System.err.println("There is no python3; going on without it."));
        try {
            List<Tally> tallies = new DifferentialRun(peers).run(variants);
            StringWriter tables = new StringWriter();
            tallies.forEach(tally -> tally.print(new PrintWriter(tables, true)));
            System.out.print(tables);
            new Page(page).replace("counts", tables.toString());
            if (arguments.length > 2) {
                try (PrintWriter samples = new PrintWriter(arguments[2], StandardCharsets.UTF_8)) {
                    tallies.forEach(tally -> tally.printSamples(samples));
                }
            }
        } finally {
            for (Witness peer : peers) {
                peer.close();
            }
        }
    }

    private List<Tally> run(int variants) throws IOException {
        List<Tally> tallies = new ArrayList<>();
        List<String> names = peers.stream().map(Witness::name).toList();
        Optional<Corpus> corpus = Corpus.beside();
        if (corpus.isPresent()) {
            Tally tally = new Tally("The corpus", names);
            for (Path mail : corpus.get().mails()) {
                compare(corpus.get().label(mail), Files.readAllBytes(mail), tally);
            }
            tallies.add(tally);
        } else {
            System.err.println("The corpus is not beside the project; going on without it.");
        }
        Tally generated = new Tally("Generated, malformed", names);
        for (int seed = 0; seed < variants; seed++) {
            compare("seed " + seed, MalformedMail.of(seed), generated);
        }
        tallies.add(generated);
        return tallies;
    }

    private void compare(String label, byte[] mail, Tally tally) throws IOException {
        tally.mail();
        SeenMessage seen = ours.read(mail);
        Map<String, SeenMessage> others = new LinkedHashMap<>();
        for (Witness peer : peers) {
            try {
                others.put(peer.name(), peer.read(mail));
            } catch (Exception | StackOverflowError e) {
                tally.failed(peer.name(), e);
            }
        }
        for (Aspect aspect : Aspect.values()) {
            Vote vote = Vote.of(aspect, seen, others);
            tally.count(label, vote);
            if (vote.hasPeers() && vote.isAlone()) {
                tally.cause(label, vote, Cause.of(aspect, ours.parse(mail).defects()));
            }
        }
    }
}
