/** HTML as text, with jsoup: the one place below {@code io.mailroom.mime} that knows it. */
@NullMarked
package io.mailroom.mime.internal.html;

import org.jspecify.annotations.NullMarked;
