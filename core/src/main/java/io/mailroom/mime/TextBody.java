package io.mailroom.mime;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A body as text. Held as bytes and turned into text when asked for. Immutable. */
public final class TextBody {
    private final List<TextSegment> segments;
    private final boolean truncated;
    private volatile @Nullable String text;
    private volatile List<Defect> defects = List.of();

    TextBody(List<TextSegment> segments, boolean truncated) {
        this.segments = List.copyOf(segments);
        this.truncated = truncated;
    }

    /** The charset label as the first part of the body declares it; empty when it declares none. */
    public Optional<String> declaredCharset() {
        return segments.get(0).declaredCharset();
    }

    /** The name of the charset the first part was read in, such as {@code windows-1252}; US-ASCII when it holds no more. */
    public String effectiveCharset() {
        return segments.get(0).effectiveCharset();
    }

    /** The text, line ends as sent; several parts follow each other, each starting a line. */
    public String text() {
        String known = text;
        if (known == null) {
            DefectList log = new DefectList(MimeLimits.DEFAULT.defects());
            known = join(false, log);
            defects = log.inOrder();
            text = known;
        }
        return known;
    }

    /** The text with the soft line breaks of {@code format=flowed} parts undone (RFC 3676); line ends are LF there. */
    public String reflowed() {
        return join(true, DefectSink.NONE);
    }

    /** True when the body is longer than {@link ReadOptions#textInMemory()} and only its start is here. */
    public boolean isTruncated() {
        return truncated;
    }

    List<Defect> defects() {
        text();
        return defects;
    }

    private String join(boolean reflow, DefectSink log) {
        if (segments.size() == 1) {
            return segments.get(0).text(reflow, log);
        }
        StringBuilder all = new StringBuilder(
                segments.stream().mapToInt(TextSegment::length).sum() + segments.size());
        for (TextSegment segment : segments) {
            if (all.length() > 0 && all.charAt(all.length() - 1) != '\n') {
                all.append('\n');
            }
            all.append(segment.text(reflow, log));
        }
        return all.toString();
    }

    /** For people: charset and whether it is whole, not the text. */
    @Override
    public String toString() {
        return "TextBody(" + effectiveCharset() + (truncated ? ", truncated)" : ")");
    }
}
