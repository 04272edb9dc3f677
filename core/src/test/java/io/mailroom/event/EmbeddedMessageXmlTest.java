package io.mailroom.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.event.EmbeddedMessageXml.NamedText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Faults D-12: whatever an embedded message holds, its XML is well-formed and says the same. */
class EmbeddedMessageXmlTest {
    @Test
    void anyFieldsAndTextComeBackFromAHardenedParser() throws Exception {
        Random random = new Random(42);
        for (int run = 0; run < 400; run++) {
            List<NamedText> fields = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                fields.add(new NamedText("X-" + i, FieldTextTest.anyText(random, 50)));
            }
            String text = FieldTextTest.anyText(random, 200);

            Document xml = written(fields, new NamedText("utf-8", text));

            NodeList read = xml.getElementsByTagName("Field");
            assertThat(read.getLength()).isEqualTo(fields.size());
            long replaced = 0;
            for (int i = 0; i < fields.size(); i++) {
                assertThat(((Element) read.item(i)).getAttribute("name"))
                        .isEqualTo(fields.get(i).name());
                assertThat(read.item(i).getTextContent())
                        .isEqualTo(legal(fields.get(i).text()));
                replaced += illegal(fields.get(i).text());
            }
            assertThat(only(xml, "Text")).isEqualTo(legal(text));
            assertThat(only(xml, "ReplacedCharacters")).isEqualTo(Long.toString(replaced + illegal(text)));
        }
    }

    @Test
    void markupInAMessageIsText() throws Exception {
        String markup = "]]> <!DOCTYPE x [<!ENTITY a \"b\">]> &a; &lt; <![CDATA[x]]> <?pi?> <!-- c -->";

        Document xml = written(List.of(new NamedText("Subject", markup)), new NamedText("\"><x a=\"&", markup));

        assertThat(only(xml, "Field")).isEqualTo(markup);
        assertThat(only(xml, "Text")).isEqualTo(markup);
        assertThat(xml.getDoctype()).isNull();
    }

    @Test
    void namesAreWrittenInPrintableAscii() throws Exception {
        Document xml = written(List.of(new NamedText("Süb\u0001 ject\"<&", "x")), null);

        assertThat(((Element) xml.getElementsByTagName("Field").item(0)).getAttribute("name"))
                .isEqualTo("S?b??ject\"<&");
        assertThat(xml.getElementsByTagName("Text").getLength()).isZero();
    }

    @Test
    void aPairOfSurrogatesIsNeverTornBetweenPieces() throws Exception {
        String smileys = "\uD83D\uDE00".repeat(20_000);
        for (String start : List.of("", "a", "ab")) {
            Document xml = written(List.of(), new NamedText("", start + smileys));

            assertThat(only(xml, "Text")).isEqualTo(start + smileys);
        }
    }

    @Test
    void tenMillionAmpersandsPass() throws Exception {
        CountingOutput out = new CountingOutput();

        EmbeddedMessageXml.write(List.of(), new NamedText("", "&".repeat(10_000_000)), true, out);

        assertThat(out.bytes).isBetween(50_000_000L, 50_001_000L);
    }

    @Test
    void aFullDiskIsTheDisksError() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(
                        () -> EmbeddedMessageXml.write(List.of(), new NamedText("", "x".repeat(100_000)), true, full))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }

    private static Document written(List<NamedText> fields, @Nullable NamedText text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EmbeddedMessageXml.write(fields, text, false, out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><EmbeddedMessage version=\"1\">");
        return parsed(out.toByteArray());
    }

    /** D-13: no document type, nothing fetched, limits on. */
    static Document parsed(byte[] xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setExpandEntityReferences(false);
        try {
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        } catch (SAXException e) {
            throw new AssertionError("Not well-formed: " + new String(xml, StandardCharsets.UTF_8), e);
        }
    }

    private static String only(Document xml, String name) {
        NodeList found = xml.getElementsByTagName(name);
        assertThat(found.getLength()).isEqualTo(1);
        return found.item(0).getTextContent();
    }

    private static String legal(String text) {
        StringBuilder legal = new StringBuilder();
        text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .codePoints()
                .forEach(c -> legal.appendCodePoint(isLegal(c) ? c : 0xFFFD));
        return legal.toString();
    }

    private static long illegal(String text) {
        return text.codePoints().filter(c -> !isLegal(c)).count();
    }

    private static boolean isLegal(int c) {
        return c >= ' ' && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF
                || c == '\t'
                || c == '\n'
                || c == '\r';
    }

    private static final class CountingOutput extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes += length;
        }
    }
}
