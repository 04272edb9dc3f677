/**
 * What lies on disk, and in which order it got there: the spool directories, the index of messages handed on, the lock
 * of a mailbox. Knows the JDK and the errors of {@link io.mailroom}. Every side effect goes through one
 * {@link io.mailroom.spool.Disk}.
 */
@NullMarked
package io.mailroom.spool;

import org.jspecify.annotations.NullMarked;
