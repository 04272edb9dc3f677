package io.mailroom.mime;

import java.util.Arrays;

/**
 * Says what each leaf is to the person who reads the message. Of multipart/alternative one branch gives the text and
 * one the HTML; a text with a file name is a file; the text that comes first decides which kind the body is.
 */
final class BodyChoice {
    private static final int NO_BRANCH = -1;

    /** One open multipart or message. */
    private static final class Frame {
        boolean message;
        boolean alternative;
        boolean related;
        String root = "";
        int branch = NO_BRANCH;
        int textBranch = NO_BRANCH;
        int htmlBranch = NO_BRANCH;
        boolean hasText;
        boolean hasHtml;
    }

    private Frame[] frames = new Frame[8];
    private int depth;

    void start() {
        depth = 0;
        pushMessage();
    }

    /** A multipart opens. */
    void open(MimePart.Builder container) {
        child(container);
        Frame frame = push();
        frame.alternative = container.contentType.subtype().equals("alternative");
        frame.related = container.contentType.subtype().equals("related");
        String root = frame.related ? container.contentType.parameters().get("start") : null;
        frame.root = root == null ? "" : root.replace("<", "").replace(">", "").strip();
    }

    /** A message inside the message opens. */
    void openMessage(MimePart.Builder part) {
        child(part);
        pushMessage();
    }

    void close() {
        depth--;
    }

    /** True when the leaves met now belong to a message inside the message. */
    boolean isEmbedded() {
        return messageFrame() > 0;
    }

    private void pushMessage() {
        push().message = true;
    }

    private Frame push() {
        if (depth == frames.length) {
            frames = Arrays.copyOf(frames, depth * 2);
        }
        Frame frame = new Frame();
        frames[depth++] = frame;
        return frame;
    }

    private void child(MimePart.Builder part) {
        frames[depth - 1].branch = part.position;
    }

    /** What the leaf is, from its header alone. */
    PartRole roleOf(MimePart.Builder leaf) {
        child(leaf);
        ContentType type = leaf.contentType;
        if (type.type().equals("message")) {
            return messageRole(type);
        }
        if (type.is("text", "rfc822-headers") || type.is("text", "rfc822-header")) {
            return PartRole.EMBEDDED_MESSAGE;
        }
        if (type.type().equals("image") && isShownInline(leaf)) {
            return PartRole.INLINE_IMAGE;
        }
        if (!mayBeBody(leaf)) {
            return PartRole.ATTACHMENT;
        }
        return type.subtype().equals("html") ? htmlRole() : textRole();
    }

    private static PartRole messageRole(ContentType type) {
        if (PartWalk.isMessage(type)) {
            return PartRole.EMBEDDED_MESSAGE;
        }
        return switch (type.subtype()) {
            case "delivery-status", "global-delivery-status" -> PartRole.DELIVERY_STATUS;
            case "disposition-notification", "global-disposition-notification" -> PartRole.DISPOSITION_NOTIFICATION;
            case "global-headers" -> PartRole.EMBEDDED_MESSAGE;
            default -> PartRole.ATTACHMENT;
        };
    }

    private boolean isShownInline(MimePart.Builder leaf) {
        boolean related = frames[depth - 1].related;
        boolean named = leaf.contentId != null
                || related && leaf.header.first("content-location").isPresent();
        boolean asked = leaf.disposition != null && leaf.disposition.isInline();
        return named && (related || asked);
    }

    private boolean mayBeBody(MimePart.Builder leaf) {
        ContentType type = leaf.contentType;
        boolean body = type.is("text", "plain") || type.is("text", "html");
        boolean file = leaf.fileName != null || leaf.disposition != null && leaf.disposition.isAttachment();
        return body && !file && isRootOfRelated(leaf);
    }

    private boolean isRootOfRelated(MimePart.Builder leaf) {
        for (int i = depth - 1; i > 0 && !frames[i].message; i--) {
            Frame frame = frames[i];
            if (frame.related) {
                boolean named = i == depth - 1 && leaf.contentId != null && leaf.contentId.equals(frame.root);
                if (frame.branch != 0 && !named && (frame.hasText || frame.hasHtml)) {
                    return false;
                }
            }
        }
        return true;
    }

    private int messageFrame() {
        int i = depth - 1;
        while (!frames[i].message) {
            i--;
        }
        return i;
    }

    private PartRole textRole() {
        int message = messageFrame();
        boolean choice = false;
        for (int i = message + 1; i < depth; i++) {
            Frame frame = frames[i];
            if (frame.alternative) {
                choice = true;
                boolean elsewhere = frame.textBranch != NO_BRANCH && frame.textBranch != frame.branch;
                boolean behindHtml = frame.textBranch == NO_BRANCH && frame.htmlBranch == frame.branch;
                if (elsewhere || behindHtml) {
                    return PartRole.ATTACHMENT;
                }
            }
        }
        Frame whole = frames[message];
        if (whole.hasHtml && !whole.hasText && !choice) {
            return PartRole.ATTACHMENT;
        }
        return asText();
    }

    private PartRole asText() {
        for (int i = messageFrame(); i < depth; i++) {
            frames[i].textBranch = frames[i].branch;
            frames[i].hasText = true;
        }
        return PartRole.TEXT_BODY;
    }

    /** True when the message that the leaves met now belong to has something to read already. */
    boolean hasBody() {
        Frame whole = frames[messageFrame()];
        return whole.hasText || whole.hasHtml;
    }

    /** What a body that was found inside a leaf is, where nothing was there to read before: the first of each kind counts. */
    PartRole roleOfFound(ContentType type) {
        Frame whole = frames[messageFrame()];
        boolean text = type.is("text", "plain") && !whole.hasText;
        if (!text && (!type.is("text", "html") || whole.hasHtml)) {
            return PartRole.ATTACHMENT;
        }
        return text ? asText() : asHtml();
    }

    /** The text met last holds nothing to read, so HTML behind it may still be the body. */
    void textWasBlank() {
        frames[messageFrame()].hasText = false;
    }

    private PartRole htmlRole() {
        int message = messageFrame();
        boolean choice = false;
        for (int i = message + 1; i < depth; i++) {
            Frame frame = frames[i];
            if (frame.alternative) {
                choice = true;
                if (frame.htmlBranch != NO_BRANCH && frame.htmlBranch != frame.branch) {
                    return PartRole.ATTACHMENT;
                }
            }
        }
        Frame whole = frames[message];
        if (whole.hasText && !choice) {
            return PartRole.ATTACHMENT;
        }
        return asHtml();
    }

    private PartRole asHtml() {
        for (int i = messageFrame(); i < depth; i++) {
            frames[i].htmlBranch = frames[i].branch;
            frames[i].hasHtml = true;
        }
        return PartRole.HTML_BODY;
    }
}
