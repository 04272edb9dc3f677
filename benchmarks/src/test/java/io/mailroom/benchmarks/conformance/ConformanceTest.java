package io.mailroom.benchmarks.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What other readers made of the mails of the corpus; skipped where that does not lie beside the project. */
class ConformanceTest {
    private static final int MESSAGES_WITH_RESULTS = 400;

    @Test
    void everyExpectedResultIsMetOrItsDifferenceIsExplained() throws Exception {
        Optional<Corpus> corpus = Corpus.beside();
        assumeTrue(corpus.isPresent(), "The corpus is not beside the project");
        KnownDifferences known = KnownDifferences.load();

        Findings findings = new Findings();
        new MailcoreResults(corpus.get(), findings).compareAll();
        new MailcoreSummaries(corpus.get(), findings).compareAll();
        new MimekitResults(corpus.get(), findings).compareAll();
        new Mime4jResults(corpus.get(), findings).compareAll();

        List<Difference> found = findings.differences();
        assertThat(findings.messages()).isGreaterThan(MESSAGES_WITH_RESULTS);
        assertThat(known.unexplained(found)).as("differences without a reason").isEmpty();
        assertThat(known.gone(found))
                .as("listed differences that occur no more")
                .isEmpty();
    }
}
