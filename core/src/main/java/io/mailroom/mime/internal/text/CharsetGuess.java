package io.mailroom.mime.internal.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Guesses the charset of text that declares none or a wrong one. Certain for UTF-8, UTF-16 with a mark and ISO-2022;
 * for the rest it weighs which bytes are frequent, and says windows-1252 unless the signs for another are strong.
 */
final class CharsetGuess {
    /** Fewer bytes above 127 than this tell nothing of a double-byte or Cyrillic charset. */
    private static final int FEWEST_SIGNS = 8;

    /** Without the rare syllables that lie where the everyday ones of Japanese do. */
    private static final Optional<Charset> KOREAN = CharsetLabels.fromJdk("EUC-KR");

    private static final int CHECKED = 4_096;

    private CharsetGuess() {}

    static Charset of(byte[] buf, int from, int to, boolean atStart, boolean whole) {
        Optional<Charset> mark = atStart ? marked(buf, from, to) : Optional.empty();
        Optional<Charset> sure = mark.or(() -> escaped(buf, from, to));
        if (sure.isPresent()) {
            return sure.get();
        }
        if (Utf8.isValid(buf, from, to, !whole)) {
            return StandardCharsets.UTF_8;
        }
        return byFrequency(buf, from, Math.min(to, from + CHECKED));
    }

    /** By byte order mark. */
    static Optional<Charset> marked(byte[] buf, int from, int to) {
        if (to - from >= 2) {
            int two = (buf[from] & 0xff) << 8 | buf[from + 1] & 0xff;
            if (two == 0xfeff || two == 0xfffe) {
                return Optional.of(StandardCharsets.UTF_16);
            }
            if (two == 0xefbb && to - from >= 3 && (buf[from + 2] & 0xff) == 0xbf) {
                return Optional.of(StandardCharsets.UTF_8);
            }
        }
        return Optional.empty();
    }

    /** By the escape sequences of ISO-2022. */
    private static Optional<Charset> escaped(byte[] buf, int from, int to) {
        for (int i = from; i + 2 < to; i++) {
            if (buf[i] < 0) {
                return Optional.empty();
            }
            if (buf[i] == 0x1b && buf[i + 1] == '$') {
                int third = buf[i + 2];
                if (third == 'B' || third == '@') {
                    return CharsetLabels.find("iso-2022-jp");
                }
                if (third == ')' && i + 3 < to && buf[i + 3] == 'C') {
                    return CharsetLabels.find("iso-2022-kr");
                }
            }
        }
        return Optional.empty();
    }

    private static Charset byFrequency(byte[] buf, int from, int to) {
        int high = 0;
        int asciiLetters = 0;
        int inPairs = 0; // bytes above 127 beside another such byte
        int letters = 0; // 0xc0 to 0xff
        int upperHalf = 0; // 0xe0 to 0xff
        for (int i = from; i < to; i++) {
            int b = buf[i] & 0xff;
            if (b < 0x80) {
                asciiLetters += (b | 0x20) >= 'a' && (b | 0x20) <= 'z' ? 1 : 0;
                continue;
            }
            high++;
            inPairs += i > from && buf[i - 1] < 0 || i + 1 < to && buf[i + 1] < 0 ? 1 : 0;
            letters += b >= 0xc0 ? 1 : 0;
            upperHalf += b >= 0xe0 ? 1 : 0;
        }
        if (high < FEWEST_SIGNS || inPairs * 10 < high * 8) {
            return shiftJisOr1252(buf, from, to, high, asciiLetters);
        }
        if (letters * 100 >= high * 93) {
            String label = upperHalf * 2 >= letters ? "windows-1251" : "koi8-r"; // where their small letters are
            return CharsetLabels.find(label).orElse(CharsetLabels.WINDOWS_1252);
        }
        return doubleByte(buf, from, to).orElse(CharsetLabels.WINDOWS_1252);
    }

    /** Half of the bytes of Shift_JIS text may be ASCII, so its bytes need not stand in pairs. */
    private static Charset shiftJisOr1252(byte[] buf, int from, int to, int high, int asciiLetters) {
        if (high >= FEWEST_SIGNS && high > asciiLetters && score("shift_jis", buf, from, to) >= 50) {
            return CharsetLabels.find("shift_jis").orElse(CharsetLabels.WINDOWS_1252);
        }
        return CharsetLabels.WINDOWS_1252;
    }

    private static Optional<Charset> doubleByte(byte[] buf, int from, int to) {
        String best = "";
        int bestScore = 30;
        for (String label : List.of("gb18030", "euc-jp", "shift_jis", "euc-kr", "big5")) {
            int score = score(label, buf, from, to);
            if (score > bestScore) {
                bestScore = score;
                best = label;
            }
        }
        return best.isEmpty() ? Optional.empty() : CharsetLabels.find(best);
    }

    /** Percent of the decoded non-ASCII characters that are everyday ones in the charset's language; 0 if it cannot be. */
    private static int score(String label, byte[] buf, int from, int to) {
        Optional<Charset> charset = label.equals("euc-kr") ? KOREAN : CharsetLabels.find(label);
        if (charset.isEmpty()) {
            return 0;
        }
        CharsetDecoder decoder = charset.get()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(to - from);
        CoderResult result = decoder.decode(ByteBuffer.wrap(buf, from, to - from), out, false);
        if (result.isError()) {
            return 0;
        }
        int all = 0;
        int everyday = 0;
        for (int i = 0; i < out.position(); i++) {
            char c = out.get(i);
            if (c >= 0x80) {
                all++;
                everyday += isEveryday(label, c) ? 1 : 0;
            }
        }
        return all == 0 ? 0 : everyday * 100 / all;
    }

    private static boolean isEveryday(String label, char c) {
        boolean punctuation = c >= 0x3000 && c <= 0x3002 || c == '\uff0c' || c == '\uff01' || c == '\uff1a';
        return switch (label) {
            case "euc-kr" -> c >= 0xac00 && c <= 0xd7a3 || punctuation;
            case "euc-jp", "shift_jis" -> c >= 0x3041 && c <= 0x30fe || punctuation;
            case "gb18030" -> punctuation || isCommonChinese(c);
            default -> punctuation || isCommonTraditional(c);
        };
    }

    private static boolean isCommonChinese(char c) {
        return "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运请邮您价客户联系谢欢迎服务网站注册订单发票"
                        .indexOf(c)
                >= 0;
    }

    private static boolean isCommonTraditional(char c) {
        return "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命請您價客戶聯繫謝歡迎服網站註冊訂單"
                        .indexOf(c)
                >= 0;
    }
}
