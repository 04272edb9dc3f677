/** The host behind the front door: which profiles run, when they poll, and who handles their events. */
@NullMarked
package io.mailroom.internal.host;

import org.jspecify.annotations.NullMarked;
