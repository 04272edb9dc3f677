package io.mailroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.event.EventFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcknowledgementTest {
    @TempDir
    private Path directory;

    @Test
    void fieldsOfTheEventStandWhereTheTemplateNamesThem() {
        Acknowledgement words =
                Acknowledgement.of("Got it: ${Subject}", "Dear ${SenderName},\nthanks for ${Message-ID}.");

        assertThat(words.subjectFor(event("Fire"))).isEqualTo("Got it: Fire");
        assertThat(words.textFor(event("Fire"))).isEqualTo("Dear Ann $1,\nthanks for <1@a.test>.");
    }

    @Test
    void whatASenderWroteCanNeitherAddLinesToTheSubjectNorFillTheMail() {
        Acknowledgement words = Acknowledgement.of("Re: ${Subject}", "About ${Subject}");

        assertThat(words.subjectFor(event("a\r\nBcc: x@b.test\tb"))).isEqualTo("Re: a Bcc: x@b.test b");
        assertThat(words.textFor(event("x".repeat(10_000))))
                .hasSize("About ".length() + Acknowledgement.MOST_OF_FIELD)
                .endsWith("…");
    }

    @Test
    void aFieldThatIsNoneAndOneThatTellsOfOurFilesAreRefusedTogether() {
        assertThatThrownBy(() -> Acknowledgement.of("Re: ${Subjet}", "${OrigMsgFile}"))
                .isInstanceOf(InvalidTemplateException.class)
                .hasMessageContaining("${Subjet}")
                .hasMessageContaining("${OrigMsgFile}")
                .hasMessageContaining("have: Attachments, CcList");
    }

    @Test
    void aFileBeginsWithItsSubject() throws IOException {
        Path file = write("thanks.txt", "\uFEFFSubject: Danke, ${SenderName}\r\n\r\nGrüße\r\nIhr Tisch\r\n");

        Acknowledgement words = Acknowledgement.load(file);

        assertThat(words.subjectFor(event("x"))).isEqualTo("Danke, Ann $1");
        assertThat(words.textFor(event("x"))).isEqualTo("Grüße\nIhr Tisch\n");
    }

    @Test
    void theFileOfTheLanguageIsTakenWhenThereIsOne() throws IOException {
        Path file = write("thanks.txt", "Subject: Thanks\n\nText\n");
        write("thanks.de.txt", "Subject: Danke\n\nText\n");

        assertThat(Acknowledgement.load(file, "de").subjectFor(event("x"))).isEqualTo("Danke");
        assertThat(Acknowledgement.load(file, "fr").subjectFor(event("x"))).isEqualTo("Thanks");
        assertThat(Acknowledgement.load(file, "").subjectFor(event("x"))).isEqualTo("Thanks");
        assertThat(Acknowledgement.load(file, "../../x").subjectFor(event("x"))).isEqualTo("Thanks");
    }

    @Test
    void aFileThatCannotBeUsedSaysWhatToDo() throws IOException {
        Path noSubject = write("a.txt", "Dear Ann\n");
        Path latin = directory.resolve("b.txt");
        Files.write(latin, new byte[] {'S', (byte) 0xfc});

        assertThatThrownBy(() -> Acknowledgement.load(noSubject)).hasMessageContaining("first line must be \"Subject:");
        assertThatThrownBy(() -> Acknowledgement.load(latin)).hasMessageContaining("save it as UTF-8");
        assertThatThrownBy(() -> Acknowledgement.load(directory.resolve("none.txt")))
                .hasMessageContaining("create it");
        Path empty = write("c.txt", "Subject: x\n\n\n");
        assertThatThrownBy(() -> Acknowledgement.load(empty)).hasMessageContaining("the text must have");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static EventFields event(String subject) {
        return EventFields.builder()
                .put(EventFields.SUBJECT, subject)
                .put(EventFields.SENDER_NAME, "Ann $1")
                .put(EventFields.MESSAGE_ID, "<1@a.test>")
                .build();
    }
}
