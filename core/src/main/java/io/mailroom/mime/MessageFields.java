package io.mailroom.mime;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The fields of a message's header as typed values. Of a field that stands twice the first one counts. */
public interface MessageFields {
    /** The decoded subject on one line; empty without one. */
    String subject();

    /** The mailboxes of the From field. */
    List<MailAddress> from();

    /** The mailbox of the Sender field. */
    Optional<MailAddress> sender();

    /** The mailboxes of the Reply-To field. */
    List<MailAddress> replyTo();

    /** The mailboxes of all To fields, in order. */
    List<MailAddress> to();

    /** The mailboxes of all Cc fields, in order. */
    List<MailAddress> cc();

    /** The mailboxes of all Bcc fields, in order. */
    List<MailAddress> bcc();

    /** The Date field; empty when there is none or nobody can read it. */
    Optional<OffsetDateTime> date();

    /** The Message-ID with its angle brackets; empty without one. */
    Optional<String> messageId();

    /** The ids of the In-Reply-To field, with their angle brackets. */
    List<String> inReplyTo();

    /** The ids of the References field, with their angle brackets, oldest first. */
    List<String> references();

    /** The words of all Keywords fields, decoded. */
    List<String> keywords();
}
