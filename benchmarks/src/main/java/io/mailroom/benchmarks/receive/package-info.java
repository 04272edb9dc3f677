/** Receiving measured beside others: the same mails, fetched, stored and deleted on a real server. */
@org.jspecify.annotations.NullMarked
package io.mailroom.benchmarks.receive;
