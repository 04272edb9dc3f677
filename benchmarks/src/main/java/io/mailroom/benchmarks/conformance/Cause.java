package io.mailroom.benchmarks.conformance;

import static io.mailroom.mime.DefectCode.*;

import io.mailroom.benchmarks.conformance.Vote.Aspect;
import io.mailroom.mime.Defect;
import io.mailroom.mime.DefectCode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why readers see a mail in several ways, as far as our reader tells: the defect it noted that bears on the property most
 * directly. The page explains each of them; a mail without any is one that we have to look at ourselves.
 */
final class Cause {
    /** What is told of a mail that has no defect which bears on the property. */
    static final String NONE = "nothing noted";

    private static final Set<DefectCode> HEADER = EnumSet.of(
            MALFORMED_FIELD,
            MISSING_BLANK_LINE,
            BLANK_BEFORE_COLON,
            BARE_CR,
            NUL_BYTE,
            BYTE_ORDER_MARK,
            MBOX_FROM_LINE,
            HEADER_CUT_SHORT,
            DUPLICATE_FIELD,
            FIELD_TOO_LONG,
            TOO_MANY_FIELDS,
            HEADER_TOO_LARGE,
            EMPTY_MESSAGE);
    private static final Set<DefectCode> WORDS = EnumSet.of(
            ENCODED_WORD_MALFORMED,
            ENCODED_WORD_CHARSET,
            ENCODED_WORD_MISPLACED,
            TOO_MANY_ENCODED_WORDS,
            RAW_8BIT_HEADER);
    private static final Set<DefectCode> ADDRESSES =
            EnumSet.of(ADDRESS_MALFORMED, ADDRESS_SEPARATOR, ADDRESS_GROUP_NESTED, TOO_MANY_ADDRESSES);
    private static final Set<DefectCode> PARAMETERS = EnumSet.of(
            PARAMETER_AMBIGUOUS,
            PARAMETER_SEGMENT,
            PARAMETER_DUPLICATE,
            PARAMETER_QUOTE,
            PARAMETER_MALFORMED,
            PARAMETER_8BIT,
            TOO_MANY_PARAMETERS,
            MALFORMED_CONTENT_TYPE,
            MALFORMED_DISPOSITION,
            FILE_NAME_AMBIGUOUS,
            FILE_NAME_CHANGED);
    private static final Set<DefectCode> TREE = EnumSet.of(
            MISSING_BOUNDARY,
            NO_DELIMITER,
            BOUNDARY_REUSED,
            LONG_BOUNDARY,
            ENCODED_MULTIPART,
            MISSING_CLOSE_DELIMITER,
            TEXT_IN_EPILOGUE,
            TEXT_IN_PREAMBLE,
            PARTIAL_MESSAGE,
            EXTERNAL_BODY,
            TOO_DEEP,
            TOO_MANY_PARTS);
    private static final Set<DefectCode> BODIES = EnumSet.of(
            UNKNOWN_TRANSFER_ENCODING,
            BASE64_JUNK,
            BASE64_PADDING,
            BASE64_CONCATENATED,
            QP_BAD_ESCAPE,
            UUENCODE_MALFORMED);

    /** Which defects bear on a property, the most direct first. */
    private static final Map<Aspect, List<Set<DefectCode>>> BEARING = new EnumMap<>(Map.of(
            Aspect.SUBJECT, List.of(WORDS, HEADER),
            Aspect.FROM, List.of(ADDRESSES, WORDS, HEADER),
            Aspect.RECIPIENTS, List.of(ADDRESSES, WORDS, HEADER),
            Aspect.TREE, List.of(TREE, PARAMETERS, HEADER, BODIES),
            Aspect.TYPES, List.of(PARAMETERS, TREE, HEADER),
            Aspect.NAMES, List.of(PARAMETERS, WORDS, HEADER),
            Aspect.BYTES, List.of(BODIES, TREE, HEADER, PARAMETERS)));

    private Cause() {}

    static String of(Aspect aspect, List<Defect> defects) {
        Set<DefectCode> noted = defects.stream()
                .map(Defect::code)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DefectCode.class)));
        for (Set<DefectCode> group : BEARING.get(aspect)) {
            for (DefectCode code : group) {
                if (noted.contains(code)) {
                    return code.label();
                }
            }
        }
        return NONE;
    }
}
