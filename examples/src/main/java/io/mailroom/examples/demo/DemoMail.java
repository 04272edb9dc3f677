package io.mailroom.examples.demo;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A mail of the demo.
 *
 * @param file its file among the resources
 * @param about what it shows, in a few words
 * @param inProduction what an application would do with its event
 */
public record DemoMail(String file, String about, String inProduction) {
    /** The mails, in the order they arrive. */
    public static final List<DemoMail> ALL = List.of(
            new DemoMail(
                    "1-plain.eml",
                    "plain text",
                    "the handler opens a ticket and answers ACCEPTED. Until then the mail is on the server or here on disk."),
            new DemoMail(
                    "2-html-inline-image.eml",
                    "HTML with a picture inside",
                    "the ticket shows HTMLBody with the picture; TextNote is there for search and for plain readers."),
            new DemoMail(
                    "3-attachments.eml",
                    "attachments, one with a name beyond ASCII",
                    "the files go to the ticket under the sender's names; on disk the names are ours, so none can do harm."),
            new DemoMail(
                    "4-forwarded.eml",
                    "a forwarded message",
                    "what was forwarded is read as well: EmbeddedMsg1.xml holds its fields and its text."),
            new DemoMail(
                    "5-bounce.eml",
                    "a bounce",
                    "the handler marks the address as dead. MayAutoReply is False: nobody answers a bounce."));

    /** The raw message. */
    public byte[] bytes() throws IOException {
        try (InputStream in = DemoMail.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + " is missing from this jar");
            }
            return in.readAllBytes();
        }
    }
}
