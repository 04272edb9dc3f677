package io.mailroom.mime;

import java.util.Locale;

/**
 * What can be wrong with a message, and what is done about it. None of these stops reading. Codes are only ever
 * added; {@code docs/defects.md} shows a sample of each.
 */
public enum DefectCode {
    // The message and its header.
    MESSAGE_TOO_LARGE("The message is larger than the limit.", "Its start is read; the rest stays in the file."),
    EMPTY_MESSAGE("There is not one byte, or only blank lines.", "Read as a message without fields and text."),
    BYTE_ORDER_MARK("A byte order mark stands before the first field.", "Skipped."),
    MBOX_FROM_LINE("A mailbox file's From line stands before the first field.", "Skipped."),
    NUL_BYTE("A header holds a NUL byte.", "Kept in the raw header, shown as a blank."),
    BARE_CR("Lines end in a carriage return alone.", "Read as a line end in headers.", true),
    MALFORMED_FIELD("A header line is no field and continues none.", "Kept raw; reading goes on.", true),
    BLANK_BEFORE_COLON("Blanks stand between a field's name and its colon.", "The name is read without them.", true),
    MISSING_BLANK_LINE(
            "No blank line parts header and body.", "The body starts at the first line that is no field.", true),
    HEADER_CUT_SHORT("The message ends inside a header.", "What is there is read."),
    FIELD_TOO_LONG("A field is longer than the limit.", "Its start is decoded; the rest stays in the file."),
    TOO_MANY_FIELDS("A header has more fields than the limit.", "The first are kept; the rest stay in the file."),
    HEADER_TOO_LARGE(
            "A header, or all together, is larger than the limit.", "The start is read; the rest stays in the file."),
    DUPLICATE_FIELD("A field that may stand once stands again.", "The first one counts.", true),
    RAW_8BIT_HEADER(
            "A header holds bytes above 127 that are not UTF-8.",
            "Read in the charset of the text, else windows-1252."),

    // The tree of parts.
    MALFORMED_CONTENT_TYPE(
            "The content type cannot be read.", "Read as text/plain, or as multipart when a boundary is there.", true),
    MALFORMED_DISPOSITION(
            "The content disposition cannot be read.", "Read as attachment when it has a file name.", true),
    MISSING_BOUNDARY(
            "A multipart declares no boundary.", "Taken from its first delimiter line, else read as one text.", true),
    LONG_BOUNDARY("A boundary is longer than 70 bytes.", "Used as it is, up to the limit.", true),
    BOUNDARY_REUSED(
            "Two levels use the same boundary.", "A delimiter belongs to the inner level until that is closed.", true),
    NO_DELIMITER("A multipart holds none of its delimiters.", "Its content is read as one text part.", true),
    MISSING_CLOSE_DELIMITER("A multipart is not closed.", "It ends where its parent or the message does.", true),
    TEXT_IN_PREAMBLE("Text stands before the first part.", "Stays in the file only."),
    TEXT_IN_EPILOGUE("Text stands after the last part.", "Stays in the file only.", true),
    TOO_DEEP("Parts are nested deeper than the limit.", "What lies deeper is one opaque part."),
    TOO_MANY_PARTS("There are more parts than the limit.", "The rest is one opaque part."),
    PARSE_TIME_EXCEEDED("Reading took longer than the limit.", "The rest is one opaque part."),
    PARTIAL_MESSAGE("The part is a fragment of a message.", "Kept as a file; never put together."),
    EXTERNAL_BODY("The part names content that lies elsewhere.", "Kept as a file; never fetched."),

    // Transfer encodings.
    UNKNOWN_TRANSFER_ENCODING("The transfer encoding is not known.", "The body is taken as it is.", true),
    ENCODED_MULTIPART(
            "A multipart has a transfer encoding that hides its parts.",
            "Read as if it had none, or decoded if no delimiter is found.",
            true),
    BASE64_JUNK("Characters that are not base64 stand in base64.", "Skipped.", true),
    BASE64_PADDING("Base64 ends in the middle of a group or without padding.", "The whole bytes are kept."),
    BASE64_CONCATENATED("Data follow the padding of base64.", "Decoded as a further stream.", true),
    QP_BAD_ESCAPE("An equals sign in quoted-printable is no escape.", "Kept as it is."),

    // Charsets.
    CHARSET_MISSING("8-bit text declares no charset.", "Read as UTF-8 if valid, else guessed."),
    CHARSET_UNKNOWN("The charset's label is not known.", "Read as UTF-8 if valid, else as windows-1252."),
    CHARSET_WRONG("The text cannot be in the charset it declares.", "Read in the one its bytes are valid in."),
    CHARSET_MALFORMED("Some bytes mean nothing in the charset.", "Replaced by U+FFFD."),
    TEXT_TOO_LONG("A body is longer than what is kept in memory.", "Its start is the body; the whole is a file."),
    CHARSET_UTF7("The text is in UTF-7, which can hide markup.", "Decoded, because it is declared.", true),

    // Encoded words.
    ENCODED_WORD_MALFORMED("An encoded word is damaged.", "Decoded as far as it goes, or left as text."),
    ENCODED_WORD_CHARSET("An encoded word names an unknown charset.", "Left as text."),
    ENCODED_WORD_MISPLACED(
            "An encoded word stands where none may be: in quotes, glued to text, in a parameter.", "Decoded."),
    TOO_MANY_ENCODED_WORDS("A field has more encoded words than the limit.", "The rest is left as text."),

    // Parameters.
    PARAMETER_DUPLICATE("A parameter is given twice.", "The first one counts.", true),
    PARAMETER_AMBIGUOUS(
            "A parameter is given plainly and in the RFC 2231 form, with different values.",
            "The RFC 2231 form counts.",
            true),
    PARAMETER_MALFORMED(
            "A parameter list has stray, missing or unquoted characters.", "Read up to the next semicolon.", true),
    PARAMETER_QUOTE(
            "A quoted parameter value does not end.", "Ends at the next parameter or at the end of the field.", true),
    PARAMETER_SEGMENT(
            "RFC 2231 segments have gaps, repeats or bad numbers.", "Joined from 0 up to the first gap.", true),
    PARAMETER_8BIT("A parameter holds raw 8-bit characters.", "Read as UTF-8 if valid, else in the default charset."),
    TOO_MANY_PARAMETERS("A field has more parameters or segments than the limit.", "The first are kept.", true),
    FILE_NAME_AMBIGUOUS("The two names of a part differ.", "The file name of the disposition counts.", true),
    FILE_NAME_CHANGED(
            "A file name held a path, controls, direction marks or a reserved name.",
            "Cleaned; the raw one stays in the file."),

    // Addresses, dates, ids.
    ADDRESS_MALFORMED("An address breaks the grammar.", "Read as far as it makes sense."),
    ADDRESS_SEPARATOR("Addresses are parted by semicolons or blanks.", "Taken as commas."),
    ADDRESS_GROUP_NESTED("An address group holds another.", "Flattened."),
    TOO_MANY_ADDRESSES("There are more addresses than the limit.", "The first are kept; the rest stay in the file."),
    DATE_MALFORMED("The date cannot be read.", "The event has the raw text and no time."),
    DATE_OBSOLETE("The date is in another form than RFC 5322's, or lacks its zone.", "Read; a missing zone is UTC."),
    MESSAGE_ID_MALFORMED("A message id has no angle brackets or holds blanks.", "Taken up to the next blank."),

    // Older ways to attach.
    UUENCODE_MALFORMED("A uuencoded block is damaged or not ended.", "Decoded as far as it goes; the rest stays text."),
    YENC_MALFORMED(
            "A yEnc block is damaged, not ended, or fails its check sum.",
            "Decoded as far as it goes; the rest stays text."),
    TNEF_MALFORMED("A winmail.dat is damaged.", "What comes before the damage is read; the file itself is kept."),
    TNEF_CHECKSUM("A checksum in winmail.dat is wrong.", "Ignored."),

    // Reports.
    REPORT_MALFORMED("A delivery status has lines that are no fields, or lacks required ones.", "The rest is read."),
    REPORT_MISSING_STATUS(
            "A delivery report has no message/delivery-status part.", "Recognised by its text, if at all."),
    TOO_MANY_REPORT_RECIPIENTS("A delivery status has more recipients than the limit.", "The first are kept.");

    private final String meaning;
    private final String remedy;
    private final boolean ambiguous;

    DefectCode(String meaning, String remedy) {
        this(meaning, remedy, false);
    }

    DefectCode(String meaning, String remedy, boolean ambiguous) {
        this.meaning = meaning;
        this.remedy = remedy;
        this.ambiguous = ambiguous;
    }

    /** What is wrong, in one sentence. */
    public String meaning() {
        return meaning;
    }

    /** What is done about it, in one sentence. */
    public String remedy() {
        return remedy;
    }

    /** True when another reader may rightly see another message: a scanner should then look at the raw bytes. */
    public boolean isAmbiguous() {
        return ambiguous;
    }

    /** The name as events and reports spell it, such as {@code charset-unknown}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
