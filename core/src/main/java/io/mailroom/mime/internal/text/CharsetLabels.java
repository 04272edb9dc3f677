package io.mailroom.mime.internal.text;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the charset a label means in mail. Follows the WHATWG label table, so that {@code iso-8859-1} and
 * {@code us-ascii} are windows-1252 and {@code gb2312} is GB18030, and adds what mail programs write besides.
 */
public final class CharsetLabels {
    /** What 8-bit text is when nothing else is known. */
    public static final Charset WINDOWS_1252 = named("windows-1252", StandardCharsets.ISO_8859_1);

    private static final Optional<Charset> UTF_8 = Optional.of(StandardCharsets.UTF_8);
    private static final Optional<Charset> LATIN = Optional.of(WINDOWS_1252);
    private static final int LONGEST_LABEL = 60;

    /** Our name, or several of which this JDK may lack the first, then the labels. */
    private static final String TABLE = """
            UTF-8 = utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 x-utf-8 csutf8 \
            utf-8n utf_8
            UTF-7 = utf-7 utf7 unicode-1-1-utf-7 unicode-2-0-utf-7 x-unicode-2-0-utf-7 x-utf-7 csunicode11utf7 \
            csutf7 unicode11utf7
            windows-1252 = us-ascii ascii us ansi_x3.4-1968 ansi_x3.4-1986 iso646-us iso_646.irv:1991 iso-ir-6 \
            ibm367 cp367 csascii 646 usascii us_ascii iso-ir-100 iso-8859-1 iso8859-1 iso88591 iso_8859-1 \
            iso_8859-1:1987 iso8859_1 8859_1 8859-1 latin1 latin-1 latin_1 l1 cp819 ibm819 csisolatin1 \
            windows-1252 windows1252 cp1252 x-cp1252 ansi x-ansi cswindows1252
            ISO-8859-2 = iso-8859-2 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 iso-ir-101 latin2 latin-2 l2 \
            csisolatin2
            ISO-8859-3 = iso-8859-3 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 iso-ir-109 latin3 l3 \
            csisolatin3
            ISO-8859-4 = iso-8859-4 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 iso-ir-110 latin4 l4 \
            csisolatin4
            ISO-8859-5 = iso-8859-5 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988 iso-ir-144 cyrillic \
            csisolatincyrillic
            ISO-8859-6 = iso-8859-6 iso-8859-6-e iso-8859-6-i iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 \
            iso-ir-127 arabic asmo-708 ecma-114 csisolatinarabic csiso88596e csiso88596i
            ISO-8859-7 = iso-8859-7 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 iso-ir-126 greek greek8 \
            elot_928 ecma-118 sun_eu_greek csisolatingreek
            ISO-8859-8 = iso-8859-8 iso-8859-8-e iso-8859-8-i iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 \
            iso-ir-138 hebrew visual logical csisolatinhebrew csiso88598e csiso88598i
            ISO-8859-13 = iso-8859-13 iso8859-13 iso885913 iso_8859-13 latin7 latin-7 l7
            ISO-8859-15 = iso-8859-15 iso8859-15 iso885915 iso_8859-15 latin9 latin-9 l9 latin0 csisolatin9
            ISO-8859-16|windows-1250 = iso-8859-16 iso8859-16 latin10
            windows-1250 = windows-1250 cp1250 x-cp1250 windows1250
            windows-1251 = windows-1251 cp1251 x-cp1251 windows1251 win-1251 win1251
            windows-1253 = windows-1253 cp1253 x-cp1253 windows1253
            windows-1254 = windows-1254 cp1254 x-cp1254 windows1254 iso-8859-9 iso8859-9 iso88599 iso_8859-9 \
            iso_8859-9:1989 iso-ir-148 latin5 latin-5 l5 csisolatin5
            windows-1255 = windows-1255 cp1255 x-cp1255 windows1255
            windows-1256 = windows-1256 cp1256 x-cp1256 windows1256
            windows-1257 = windows-1257 cp1257 x-cp1257 windows1257
            windows-1258 = windows-1258 cp1258 x-cp1258 windows1258
            x-windows-874|TIS-620 = windows-874 cp874 dos-874 tis-620 tis620 iso-8859-11 iso8859-11 iso885911 \
            x-windows-874
            KOI8-R = koi8-r koi8 koi8_r koi koi8r cskoi8r
            KOI8-U = koi8-u koi8-ru koi8u
            x-MacRoman = macintosh mac x-mac-roman macroman csmacintosh x-macroman
            x-MacCyrillic = x-mac-cyrillic x-mac-ukrainian maccyrillic
            x-MacCentralEurope = x-mac-ce x-mac-centraleurroman
            IBM850 = ibm850 cp850 cp-850 850 dos-850 cspc850multilingual
            IBM437 = ibm437 cp437 cp-437 437 cspc8codepage437
            IBM852 = ibm852 cp852 cp-852 852 cspcp852
            IBM866 = ibm866 cp866 cp-866 866 csibm866
            GB18030 = gb18030 gb2312 gb_2312 gb_2312-80 gb-2312 gbk gb-k x-gbk cp936 ms936 936 windows-936 \
            chinese csgb2312 csiso58gb231280 iso-ir-58 euc-cn euccn x-euc-cn gb2312-80 gb2312_charset cn-gb \

            x-MS950-HKSCS|Big5-HKSCS|Big5 = big5 big5-hkscs big5hkscs cn-big5 csbig5 x-x-big5 cp950 ms950 950 \
            windows-950 big-5 big5-eten
            x-windows-949|EUC-KR = euc-kr euckr cseuckr ks_c_5601-1987 ks_c_5601-1989 ks_c_5601 ksc5601 ksc_5601 \
            ks_c_5601_1987 ks-c-5601-1987 csksc56011987 korean iso-ir-149 windows-949 cp949 ms949 949 uhc \
            x-windows-949
            ISO-2022-KR = iso-2022-kr csiso2022kr
            windows-31j|Shift_JIS = shift_jis shift-jis shiftjis sjis x-sjis ms_kanji ms932 cp932 932 \
            windows-932 windows-31j csshiftjis cswindows31j x-ms-cp932
            x-windows-iso2022jp|x-windows-50221|ISO-2022-JP = iso-2022-jp iso2022-jp iso2022jp csiso2022jp jis \
            x-windows-iso2022jp cp50220 cp50221 50220 50221 iso-2022-jp-ms
            ISO-2022-JP-2|ISO-2022-JP = iso-2022-jp-1 iso-2022-jp-2 csiso2022jp2
            EUC-JP = euc-jp eucjp x-euc-jp x-eucjp ujis cseucpkdfmtjapanese euc_jp x-euc
            ISO-2022-CN = iso-2022-cn iso-2022-cn-ext
            x-EUC-TW = euc-tw euctw
            UTF-16 = utf-16 utf16 unicode iso-10646-ucs-2 ucs-2 csunicode
            UTF-16LE = utf-16le utf16le unicodefeff
            UTF-16BE = utf-16be utf16be unicodefffe
            UTF-32 = utf-32 utf32 ucs-4 iso-10646-ucs-4
            """;

    private static final Map<String, String> NAMES = names();
    /** Only labels of the table come in, so it stays small. */
    private static final Map<String, Optional<Charset>> FOUND = new ConcurrentHashMap<>();

    private CharsetLabels() {}

    /** The charset, or empty for a label that means none, such as {@code x-unknown}. */
    public static Optional<Charset> find(String label) {
        switch (label) { // what nearly all mail says
            case "utf-8", "UTF-8", "utf8":
                return UTF_8;
            case "us-ascii", "US-ASCII", "iso-8859-1", "ISO-8859-1", "windows-1252", "Windows-1252":
                return LATIN;
            default:
                return search(label);
        }
    }

    /** True for a label by which a sender says that it does not know, such as {@code x-unknown}, and for none. */
    static boolean saysUnknown(String label) {
        String key = cleaned(label);
        return key.isEmpty() || isNoCharset(key);
    }

    private static Optional<Charset> search(String label) {
        String key = cleaned(label);
        if (key.isEmpty() || key.length() > LONGEST_LABEL) {
            return Optional.empty();
        }
        Optional<Charset> found = fromTable(key);
        if (found.isPresent() || isNoCharset(key)) {
            return found;
        }
        if (key.startsWith("utf-8") || key.startsWith("utf8")) { // QUIRK: "utf-8http-equiv..." of broken page writers
            return UTF_8;
        }
        found = fromTable(repaired(key));
        return found.isPresent() ? found : Optional.ofNullable(OfJdk.BY_NAME.get(key));
    }

    private static Optional<Charset> fromTable(String key) {
        String names = NAMES.get(key);
        return names == null ? Optional.empty() : FOUND.computeIfAbsent(names, CharsetLabels::firstOf);
    }

    private static Optional<Charset> firstOf(String names) {
        if (names.equals("UTF-7")) {
            return Optional.of(Utf7.INSTANCE);
        }
        for (int from = 0; from < names.length(); ) {
            int bar = names.indexOf('|', from);
            int end = bar < 0 ? names.length() : bar;
            Optional<Charset> charset = fromJdk(names.substring(from, end));
            if (charset.isPresent()) {
                return charset;
            }
            from = end + 1;
        }
        return Optional.empty();
    }

    static Optional<Charset> fromJdk(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty(); // the one way the JDK tells that it has no such charset
        }
    }

    private static Charset named(String name, Charset otherwise) {
        return fromJdk(name).orElse(otherwise);
    }

    private static boolean isNoCharset(String key) {
        return switch (key) {
            case "x-unknown",
                    "unknown",
                    "unknown-8bit",
                    "default",
                    "default_charset",
                    "none",
                    "8bit",
                    "7bit",
                    "binary",
                    "_autodetect",
                    "_autodetect_all",
                    "x-user-defined",
                    "null",
                    "jisautodetect",
                    "auto" -> true;
            default -> false;
        };
    }

    /** Lower case, and none of the quotes, blanks and semicolons that stray into labels. */
    private static String cleaned(String label) {
        StringBuilder key = new StringBuilder(Math.min(label.length(), LONGEST_LABEL + 1));
        for (int i = 0; i < label.length() && key.length() <= LONGEST_LABEL; i++) {
            char c = label.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                key.append((char) (c + 32));
            } else if (c > ' ' && c < 0x7f && c != '"' && c != '\'' && c != ';' && c != '<' && c != '>' && c != '=') {
                key.append(c);
            }
        }
        return key.toString();
    }

    /** {@code windows-cp1252}, {@code cp-1252}, {@code iso_8859_15} and the like by their number. */
    private static String repaired(String key) {
        int iso = key.indexOf("8859");
        if (iso >= 0) {
            return "iso-8859-" + digits(key, iso + 4);
        }
        if (key.startsWith("win") || key.startsWith("cp") || key.startsWith("x-cp") || key.startsWith("ibm")) {
            String number = digits(key, 0);
            return number.startsWith("125") && number.length() == 4 ? "windows-" + number : "cp" + number;
        }
        return key.replace('_', '-');
    }

    private static String digits(String key, int from) {
        int start = from;
        while (start < key.length() && !isDigit(key.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < key.length() && isDigit(key.charAt(end))) {
            end++;
        }
        return key.substring(start, end);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /**
     * All the JDK has, by name and alias in lower case; filled when a label is first looked for in vain. Asking the JDK for a
     * name it does not have takes milliseconds each time, which a hostile header could ask for hundreds of times.
     */
    private static final class OfJdk {
        static final Map<String, Charset> BY_NAME = byName();

        private static Map<String, Charset> byName() {
            Map<String, Charset> byName = new HashMap<>();
            Charset.availableCharsets().forEach((name, charset) -> {
                byName.put(name.toLowerCase(Locale.ROOT), charset);
                charset.aliases().forEach(alias -> byName.putIfAbsent(alias.toLowerCase(Locale.ROOT), charset));
            });
            return byName;
        }
    }

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        TABLE.lines().forEach(line -> {
            int equals = line.indexOf(" = ");
            for (int from = equals + 3; from < line.length(); ) {
                int blank = line.indexOf(' ', from);
                int end = blank < 0 ? line.length() : blank;
                names.put(line.substring(from, end), line.substring(0, equals));
                from = end + 1;
            }
        });
        return names;
    }
}
