package io.mailroom.mime;

import io.mailroom.mime.internal.body.Base64Decoder;
import io.mailroom.mime.internal.body.BodyDecoder;
import io.mailroom.mime.internal.body.IdentityDecoder;
import io.mailroom.mime.internal.body.QuotedPrintableDecoder;
import io.mailroom.mime.internal.legacy.UuencodeDecoder;
import org.jspecify.annotations.Nullable;

/** One decoder for each transfer encoding, made when first needed and used for part after part. */
final class Decoders {
    private final BodyDecoder identity = new IdentityDecoder();
    private @Nullable BodyDecoder base64;
    private @Nullable BodyDecoder quotedPrintable;

    /** The decoder, ready for a body. Good until the next call. */
    BodyDecoder start(TransferEncoding encoding, long offset, DefectSink defects) {
        BodyDecoder decoder =
                switch (encoding) {
                    case BASE64 -> base64();
                    case QUOTED_PRINTABLE -> quotedPrintable();
                    case UUENCODE -> new UuencodeDecoder();
                    default -> identity;
                };
        decoder.start(offset, defects);
        return decoder;
    }

    private BodyDecoder base64() {
        BodyDecoder known = base64;
        if (known == null) {
            known = new Base64Decoder();
            base64 = known;
        }
        return known;
    }

    private BodyDecoder quotedPrintable() {
        BodyDecoder known = quotedPrintable;
        if (known == null) {
            known = new QuotedPrintableDecoder();
            quotedPrintable = known;
        }
        return known;
    }
}
