package io.mailroom.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.mime.Bounce.Kind;
import io.mailroom.mime.internal.bounce.BounceEvidence;
import io.mailroom.mime.internal.bounce.BounceRecognizer;
import io.mailroom.mime.internal.bounce.DeliveryStatusParser;
import io.mailroom.mime.internal.html.HtmlText;
import io.mailroom.mime.internal.text.HeaderContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real bounces, and real mail that is none. The addresses to find are read from the reports' own standard fields. */
class BounceCorpusTest {
    /** Delays, full mailboxes and servers out of reach, as a person who read the folder sees them; all others are permanent. */
    private static final Set<String> TEMPORARY = Set.of(
            "eml~12.eml",
            "eml~26.eml",
            "eml~27.eml",
            "eml~28.eml",
            "eml~29.eml",
            "eml~30.eml",
            "eml~41.eml",
            "eml~46.eml",
            "eml~47.eml",
            "eml~62.eml",
            "eml~fixture_bounce_003.eml",
            "eml~fixture_bounce_004.eml");

    /** Warnings of a delay that name their recipient for people only. */
    private static final Map<String, String> IN_THE_TEXT_ONLY =
            Map.of("eml~29.eml", "carla@towebs.com", "eml~46.eml", "geoffrey@gels.biz");

    /** Two real bounces that went to a mailing list and so stand among its mail. */
    private static final List<String> BOUNCES_IN_THE_LIST = List.of("01542.", "01304.");

    @Test
    void realBouncesAreRecognisedByTheirTextAlone() throws IOException {
        int bounces = 0;
        List<String> misses = new ArrayList<>();
        for (Path file : files("php-bounce")) {
            if (isFeedback(file)) {
                continue;
            }
            Reading reading = read(file);
            Optional<Bounce> bounce = BounceRecognizer.recognize(evidence(reading.message, false));
            List<String> expected = IN_THE_TEXT_ONLY.containsKey(name(file))
                    ? List.of(IN_THE_TEXT_ONLY.get(name(file)))
                    : expected(reading);
            bounces++;
            boolean right = bounce.isPresent()
                    && isExpected(expected, bounce.get().recipients().get(0))
                    && (bounce.get().kind() == Kind.TEMPORARY) == TEMPORARY.contains(name(file));
            if (!right) {
                misses.add(name(file) + " expected " + expected + " and was " + bounce);
            }
        }

        assertThat(bounces).isGreaterThan(70);
        assertThat(misses).as("at least 95 of 100").hasSizeLessThanOrEqualTo(bounces / 20);
    }

    @Test
    void deliveryReportsNameTheirRecipientsByTheStandardFields() throws IOException {
        int reports = 0;
        for (Path file : files("php-bounce")) {
            Reading reading = read(file);
            if (isFeedback(file) || reading.message.deliveryStatus().isEmpty()) {
                continue;
            }
            reports++;
            assertThat(reading.message.deliveryStatus().get().recipients())
                    .as(name(file))
                    .isNotEmpty()
                    .allSatisfy(recipient -> {
                        assertThat(recipient.finalRecipient() + recipient.originalRecipient())
                                .contains("@");
                        assertThat(recipient.action()).isIn("failed", "delayed");
                        assertThat(recipient.status()).matches("[45]\\.\\d{1,3}\\.\\d{1,3}");
                    });
        }

        assertThat(reports).isGreaterThan(20);
    }

    @Test
    void complaintsAndNewslettersInTheSameFolderAreNoBounces() throws IOException {
        for (Path file : files("php-bounce")) {
            if (isFeedback(file)) {
                assertThat(BounceRecognizer.recognize(evidence(read(file).message, true)))
                        .as(name(file))
                        .isEmpty();
            }
        }
    }

    @Test
    void otherRealMailIsNotTakenForBounces() throws IOException {
        List<String> taken = new ArrayList<>();
        int others = 0;
        for (Path file : files("spamassassin-corpus")) {
            if (BOUNCES_IN_THE_LIST.stream().anyMatch(name(file)::contains)) {
                continue;
            }
            others++;
            BounceRecognizer.recognize(evidence(read(file).message, true))
                    .ifPresent(bounce -> taken.add(name(file) + " " + bounce));
        }

        assertThat(others).isGreaterThan(1_000);
        assertThat(taken).isEmpty();
    }

    private static boolean isFeedback(Path file) {
        String name = name(file);
        return name.contains("arf") || name.contains("fbl") || name.contains("feedback") || name.endsWith(".txt");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static boolean isExpected(List<String> expected, String recipient) {
        return expected.contains(recipient.toLowerCase(Locale.ROOT));
    }

    private static List<String> expected(Reading reading) {
        ParsedMessage message = reading.message;
        HeaderContext context = new HeaderContext(MimeLimits.DEFAULT, DefectSink.NONE);
        List<String> expected = new ArrayList<>();
        for (MimePart part : message.parts()) {
            if (part.role() == PartRole.DELIVERY_STATUS
                    && part.contentType().subtype().contains("delivery-status")) {
                byte[] report = reading.file(part.index());
                DeliveryStatusParser.parse(context, report, 0, report.length, 0)
                        .recipients()
                        .forEach(r -> {
                            expected.add(r.finalRecipient().toLowerCase(Locale.ROOT));
                            expected.add(r.originalRecipient().toLowerCase(Locale.ROOT));
                        });
            }
        }
        message.embedded()
                .forEach(returned -> returned.fields().to().forEach(address -> expected.add(address.address())));
        String failed = field(message, "X-Failed-Recipients");
        if (!failed.isEmpty()) {
            expected.add(failed.toLowerCase(Locale.ROOT).strip());
        }
        return expected;
    }

    private static String field(ParsedMessage message, String name) {
        return message.header().text(name).orElse("");
    }

    private static BounceEvidence evidence(ParsedMessage message, boolean withFields) {
        String text = message.text().map(TextBody::text).orElse("");
        if (text.isBlank()) {
            text = message.html().map(html -> HtmlText.of(html.text())).orElse("");
        }
        return new BounceEvidence(
                field(message, "From"),
                field(message, "Return-Path"),
                message.subject(),
                withFields ? field(message, "X-Failed-Recipients") : "",
                text,
                "",
                false);
    }

    private static List<Path> files(String folder) throws IOException {
        Path corpus = CorpusTest.corpus();
        assumeTrue(corpus != null, "The corpus is not beside the project");
        try (Stream<Path> files = Files.walk(corpus.resolve(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Reading read(Path file) {
        try {
            return Reading.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
