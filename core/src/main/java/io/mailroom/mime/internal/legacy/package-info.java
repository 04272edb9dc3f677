/** What mail was made of before MIME, or beside it: uuencode, yEnc, winmail.dat, flowed text. Knows only the JDK. */
@NullMarked
package io.mailroom.mime.internal.legacy;

import org.jspecify.annotations.NullMarked;
