package io.mailroom.event;

import io.mailroom.mime.EmbeddedMessage;
import io.mailroom.mime.TextBody;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * {@code EmbeddedMsgX.xml}: the header fields and the plain text of a message inside the message.
 *
 * <pre>
 *   &lt;EmbeddedMessage version="1"&gt;
 *     &lt;Header&gt;
 *       &lt;Field name="Subject"&gt;decoded, on one line&lt;/Field&gt;   as sent, in their order
 *     &lt;/Header&gt;
 *     &lt;Text charset="iso-8859-1" cut="false"&gt;…&lt;/Text&gt;           absent when there is no plain text
 *     &lt;ReplacedCharacters&gt;0&lt;/ReplacedCharacters&gt;
 *   &lt;/EmbeddedMessage&gt;
 * </pre>
 *
 * It is well-formed XML 1.0 in UTF-8 whatever the message holds: characters that XML cannot carry become U+FFFD and are
 * counted, and lines end in LF. In names of fields and charsets {@code ?} stands for what is not printable ASCII.
 */
final class EmbeddedMessageXml {
    private static final int CHUNK = 8_192;

    /** A field and its value, or a charset and its text. */
    record NamedText(String name, String text) {}

    private final XMLStreamWriter xml;
    private long replaced;

    private EmbeddedMessageXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Writes the file; the stream is flushed and stays open. */
    static void write(EmbeddedMessage message, OutputStream out) throws IOException {
        List<NamedText> fields = message.header().all().stream()
                .map(field -> new NamedText(field.name(), field.text()))
                .toList();
        TextBody body = message.text().orElse(null);
        if (body == null) {
            write(fields, null, false, out);
        } else {
            NamedText text = new NamedText(body.declaredCharset().orElse(""), body.reflowed());
            write(fields, text, body.isTruncated(), out);
        }
    }

    /** The same for any fields and any text with its charset, or null for none. */
    static void write(List<NamedText> fields, @Nullable NamedText text, boolean cut, OutputStream out)
            throws IOException {
        try {
            OutputStream buffered = new BufferedOutputStream(out, CHUNK);
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(buffered, "UTF-8");
            new EmbeddedMessageXml(xml).write(fields, text, cut);
            xml.close();
            buffered.flush();
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException disk) {
                throw disk;
            }
            throw new IOException("An embedded message could not be written as XML", e);
        }
    }

    private void write(List<NamedText> fields, @Nullable NamedText text, boolean cut) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("EmbeddedMessage");
        xml.writeAttribute("version", "1");
        xml.writeStartElement("Header");
        for (NamedText field : fields) {
            xml.writeStartElement("Field");
            xml.writeAttribute("name", printable(field.name()));
            writeLegal(field.text());
            xml.writeEndElement();
        }
        xml.writeEndElement();
        if (text != null) {
            xml.writeStartElement("Text");
            xml.writeAttribute("charset", printable(text.name()));
            xml.writeAttribute("cut", Boolean.toString(cut));
            writeLegal(text.text());
            xml.writeEndElement();
        }
        xml.writeStartElement("ReplacedCharacters");
        xml.writeCharacters(Long.toString(replaced));
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    /** Writes in pieces, so that no copy of a long text is made. */
    private void writeLegal(String raw) throws XMLStreamException {
        StringBuilder piece = new StringBuilder(Math.min(raw.length() + 1, CHUNK + 2));
        for (int i = 0; i < raw.length(); ) {
            int c = raw.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\r') {
                if (i == raw.length() || raw.charAt(i) != '\n') {
                    piece.append('\n');
                }
            } else if (isLegal(c)) {
                piece.appendCodePoint(c);
            } else {
                piece.append('\uFFFD');
                replaced++;
            }
            if (piece.length() >= CHUNK) {
                xml.writeCharacters(piece.toString());
                piece.setLength(0);
            }
        }
        xml.writeCharacters(piece.toString());
    }

    /** XML 1.0 §2.2. */
    private static boolean isLegal(int c) {
        return c == '\t'
                || c == '\n'
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000 && c <= 0x10FFFF;
    }

    private static String printable(String name) {
        StringBuilder printable = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            printable.append(c > ' ' && c < 0x7f ? c : '?');
        }
        return printable.toString();
    }
}
