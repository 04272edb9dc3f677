package io.mailroom.mime;

import java.util.List;

/** An embedded message being read. */
final class EmbeddedReading {
    private final int part;
    private final int holder;
    private final BodyText text;
    private Header header = Header.EMPTY;

    EmbeddedReading(int part, int holder, int textInMemory) {
        this.part = part;
        this.holder = holder;
        text = new BodyText(textInMemory);
    }

    /** Index of the part that is the message. */
    int part() {
        return part;
    }

    BodyText text() {
        return text;
    }

    void header(Header own) {
        header = own;
    }

    EmbeddedMessage build(List<EmbeddedReading> all) {
        int parent = -1;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).part == holder) {
                parent = i;
            }
        }
        return new EmbeddedMessage(part, parent, header, text.build());
    }
}
