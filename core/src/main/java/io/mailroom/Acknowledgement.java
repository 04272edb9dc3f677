package io.mailroom;

import io.mailroom.event.EventFields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words that senders of accepted mail get: a subject and a text, in which <code>${Subject}</code> and the like stand
 * for {@link #FIELDS fields of the event}. As a file, in UTF-8:
 *
 * <pre>
 * Subject: We have got your mail: ${Subject}
 *
 * Dear ${SenderName},
 * your mail of ${Sent} is here, and somebody will look at it.
 * </pre>
 *
 * Immutable.
 */
public final class Acknowledgement {
    /** Largest file or text, in bytes: 64 KiB. */
    public static final int MOST_BYTES = 64 * 1024;

    /** Most characters that a field adds; the rest is cut, so that nobody sends his own words to others through us. */
    public static final int MOST_OF_FIELD = 300;

    /** The fields that may be named. None of them tells of our files. */
    public static final Set<String> FIELDS = Set.of(
            EventFields.SUBJECT,
            EventFields.SENDER_NAME,
            EventFields.SENDER_ADDRESS,
            EventFields.RECEIVER_NAME,
            EventFields.RECEIVER_ADDRESS,
            EventFields.TO_LIST,
            EventFields.CC_LIST,
            EventFields.SENT,
            EventFields.RECEIVED,
            EventFields.PRIORITY,
            EventFields.KEYWORDS,
            EventFields.ATTACHMENTS,
            EventFields.MESSAGE_ID,
            EventFields.TEXT_NOTE,
            EventFields.CHANNEL_PROFILE,
            EventFields.EVENT_ID);

    private static final Pattern FIELD = Pattern.compile("\\$\\{([^}\\r\\n]*)}");
    private static final String SUBJECT_LINE = "subject:";

    private final String subject;
    private final String text;

    private Acknowledgement(String source, String subject, String text) {
        this.subject = Objects.requireNonNull(subject, "subject").strip();
        this.text = Objects.requireNonNull(text, "text");
        List<String> problems = new ArrayList<>();
        if (this.subject.isEmpty() || this.subject.chars().anyMatch(Character::isISOControl)) {
            problems.add("the subject must be one line that is not empty");
        }
        if (text.isBlank() || text.length() > MOST_BYTES) {
            problems.add("the text must have 1 to " + MOST_BYTES + " characters");
        }
        checkFields(subject + "\n" + text, problems);
        if (!problems.isEmpty()) {
            throw new InvalidTemplateException(source, problems);
        }
    }

    /**
     * A subject and a text.
     *
     * @throws InvalidTemplateException with every problem at once
     */
    public static Acknowledgement of(String subject, String text) {
        return new Acknowledgement("The acknowledgement", subject, text);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidTemplateException when it cannot be used, with every problem at once
     */
    public static Acknowledgement load(Path file) {
        String[] parts = read(file).replace("\r\n", "\n").split("\n", 2);
        String first = parts[0].strip();
        if (!first.regionMatches(true, 0, SUBJECT_LINE, 0, SUBJECT_LINE.length())) {
            throw new InvalidTemplateException(
                    file.toString(),
                    List.of("the first line must be \"Subject: ...\"; an empty line and the text follow it"));
        }
        String rest = parts.length == 1 ? "" : parts[1];
        return new Acknowledgement(
                file.toString(),
                first.substring(SUBJECT_LINE.length()),
                rest.startsWith("\n") ? rest.substring(1) : rest);
    }

    /**
     * Reads the file in a language, when there is one beside it: for {@code de} and {@code thanks.txt} that is
     * {@code thanks.de.txt}; else the file itself.
     *
     * @param language such as <i>MsgDefaultLanguageCode</i> gives; letters, digits and hyphens, or empty
     * @throws InvalidTemplateException when the file that is chosen cannot be used
     */
    public static Acknowledgement load(Path file, String language) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        if (dot > 0 && language.matches("[A-Za-z0-9-]{1,35}")) {
            Path translated = file.resolveSibling(name.substring(0, dot) + "." + language + name.substring(dot));
            if (Files.isRegularFile(translated)) {
                return load(translated);
            }
        }
        return load(file);
    }

    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new InvalidTemplateException(
                        file.toString(), List.of("the file is larger than " + MOST_BYTES + " bytes"));
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidTemplateException(file.toString(), List.of("the file is not UTF-8; save it as UTF-8"));
        } catch (IOException e) {
            throw new InvalidTemplateException(
                    file.toString(),
                    List.of("the file cannot be read (" + e.getClass().getSimpleName()
                            + "); create it, or give this process the right to read it"));
        }
    }

    private static void checkFields(String template, List<String> problems) {
        Set<String> unknown = new TreeSet<>();
        Matcher matcher = FIELD.matcher(template);
        while (matcher.find()) {
            if (!FIELDS.contains(matcher.group(1))) {
                unknown.add(matcher.group());
            }
        }
        unknown.forEach(each -> problems.add(
                each + " is not a field that may be named; have: " + String.join(", ", new TreeSet<>(FIELDS))));
    }

    /** The subject as it was written, with names of fields. */
    public String subject() {
        return subject;
    }

    /** The text as it was written, with names of fields. */
    public String text() {
        return text;
    }

    /** The subject for an event, one line. */
    public String subjectFor(EventFields event) {
        return filled(subject, event)
                .replaceAll("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]+", " ")
                .strip();
    }

    /** The text for an event. */
    public String textFor(EventFields event) {
        return filled(text, event);
    }

    private static String filled(String template, EventFields event) {
        return FIELD.matcher(template).replaceAll(found -> Matcher.quoteReplacement(value(event.get(found.group(1)))));
    }

    private static String value(String value) {
        if (value.codePointCount(0, value.length()) <= MOST_OF_FIELD) {
            return value;
        }
        return value.substring(0, value.offsetByCodePoints(0, MOST_OF_FIELD - 1)) + "…";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Acknowledgement that && subject.equals(that.subject) && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(subject, text);
    }

    @Override
    public String toString() {
        return "Acknowledgement[" + subject + "]";
    }
}
