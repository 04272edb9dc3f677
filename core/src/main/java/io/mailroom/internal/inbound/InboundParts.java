package io.mailroom.internal.inbound;

import io.mailroom.spool.Spool;

/**
 * What the sessions of one service share.
 *
 * @param profile name of the profile
 * @param settings what the pipeline reads of it
 * @param spool its directories
 * @param files names its files
 * @param copies what becomes of the copies on the server
 * @param unwanted messages that stay there
 * @param work takes stored messages to their outcome
 * @param leftovers of broken sessions
 */
record InboundParts(
        String profile,
        InboundSettings settings,
        Spool spool,
        ServiceFiles files,
        ServerCopies copies,
        Unwanted unwanted,
        GroupWork work,
        Leftovers leftovers) {}
