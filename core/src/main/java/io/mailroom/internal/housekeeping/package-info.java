/** What is kept, for how long, and what lies about: retention, and the inventory of the spool. */
@NullMarked
package io.mailroom.internal.housekeeping;

import org.jspecify.annotations.NullMarked;
