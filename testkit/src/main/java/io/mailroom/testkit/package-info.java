/**
 * For the tests of those who write drivers or handlers: servers that misbehave on request, connections that break at a
 * given byte, dialogues played from a transcript, and certificates of every kind.
 */
@NullMarked
package io.mailroom.testkit;

import org.jspecify.annotations.NullMarked;
