package io.mailroom;

import java.util.List;

/**
 * How the receiver is doing, at one moment.
 *
 * @param groups all response groups, by name
 * @param mailboxes all profiles that receive, by name
 */
public record ReceiverStatus(List<GroupStatus> groups, List<MailboxStatus> mailboxes) {
    public ReceiverStatus {
        groups = List.copyOf(groups);
        mailboxes = List.copyOf(mailboxes);
    }
}
