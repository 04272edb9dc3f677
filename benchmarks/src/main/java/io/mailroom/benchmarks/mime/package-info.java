/** Reading mail, beside other libraries that read mail. */
@NullMarked
package io.mailroom.benchmarks.mime;

import org.jspecify.annotations.NullMarked;
