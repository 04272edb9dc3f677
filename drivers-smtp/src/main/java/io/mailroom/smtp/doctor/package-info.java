/** Looks at a profile's servers the way a service would, and says what it finds. Changes nothing on them. */
@NullMarked
package io.mailroom.smtp.doctor;

import org.jspecify.annotations.NullMarked;
