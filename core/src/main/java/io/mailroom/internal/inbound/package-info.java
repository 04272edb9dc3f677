/**
 * How a message gets from a mailbox to its event: store, mark deleted, read, stage, record, publish, settle, finish, in
 * the durable order. The steps carry the names M1 to M8, F1, L1, Q1, Q2 and R1 to S2 of docs/durability.md.
 */
@NullMarked
package io.mailroom.internal.inbound;

import org.jspecify.annotations.NullMarked;
