package io.mailroom.profile;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * How values of one type are written in a profile.
 *
 * @param type the Java type
 * @param typeName the word for it in the reference page
 * @param unit the unit of a bare number, or empty
 * @param range what is accepted, to follow the words "must be"
 * @param reading from text
 * @param printing to text that reading accepts; masked for secrets
 */
record ValueFormat<T>(
        Class<T> type,
        String typeName,
        String unit,
        String range,
        Reading<T> reading,
        Function<? super T, String> printing) {

    /** Makes a value of text, without keeping it: a secret's characters are wiped afterwards. */
    interface Reading<T> {
        /**
         * @param text what the profile says, not blank
         * @param base the directory of the profile's file; empty when it has none
         */
        T read(CharSequence text, Path base) throws RefusedValueException;
    }

    /** The text is not a value of this type or lies outside its range. Says no more, so that nothing secret is told. */
    static final class RefusedValueException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedValueException() {
            super(null, null, false, false);
        }
    }
}
