package io.mailroom.imap;

import io.mailroom.CommunicationsException;
import io.mailroom.ConnectionLostException;
import io.mailroom.ErrorKind;
import io.mailroom.smtp.auth.Mechanism;
import io.mailroom.smtp.auth.SaslCarrier;
import io.mailroom.smtp.auth.SaslReply;
import io.mailroom.smtp.receiving.MailboxAccount;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.SecretFilter;
import io.mailroom.wire.Transcript;
import org.jspecify.annotations.Nullable;

/** AUTHENTICATE (RFC 9051 section 6.2.2). Remembers how it ended, because that may tell new capabilities. */
final class ImapSasl implements SaslCarrier {
    private static final String CHECK_ACCOUNT =
            "Check \"IMAP Account Name\" and \"IMAP Account Password\" in the profile.";
    private static final String CHECK_TOKEN =
            "Check \"IMAP Account Name\" in the profile, and where the access token comes from.";

    /** With its command it fits a line of ours. */
    private static final int LONGEST_INITIAL_RESPONSE = 8_000;

    private static final String VERB = "AUTHENTICATE";

    private final MailboxAccount account;
    private final ImapChannel channel;
    private final boolean takesInitialResponse;
    private @Nullable ImapReply last;

    ImapSasl(MailboxAccount account, ImapChannel channel, boolean takesInitialResponse) {
        this.account = account;
        this.channel = channel;
        this.takesInitialResponse = takesInitialResponse;
    }

    /** What the server said last. */
    ImapReply last() {
        if (last == null) {
            throw new IllegalStateException("Nobody has logged in.");
        }
        return last;
    }

    @Override
    public int mostInitialResponse(Mechanism mechanism) {
        return takesInitialResponse ? LONGEST_INITIAL_RESPONSE : 0;
    }

    @Override
    public SaslReply begin(Mechanism mechanism, @Nullable String initialResponse) {
        String command = VERB + " " + mechanism.saslName();
        if (initialResponse == null) {
            channel.send(command);
        } else {
            // RFC 4959: an empty initial response is a lone equals sign
            String sent = initialResponse.isEmpty() ? "=" : initialResponse;
            channel.sendSecretly(command + " " + sent, command + " " + SecretFilter.MASK);
        }
        return reply();
    }

    @Override
    public SaslReply answer(String base64) {
        channel.sendMore(base64, base64.isEmpty() ? "" : SecretFilter.MASK);
        return reply();
    }

    private SaslReply reply() {
        ImapReply reply = channel.replyOrMore(VERB);
        last = reply;
        return switch (reply.status()) {
            case OK -> SaslReply.done(reply.text());
            case MORE -> SaslReply.challenge(reply.text());
            case NO, BAD -> SaslReply.refused(reply.kind(ErrorKind.AUTHENTICATION), reply.text());
        };
    }

    @Override
    public Endpoint endpoint() {
        return account.endpoint();
    }

    @Override
    public Transcript transcript() {
        return channel.line().transcript();
    }

    @Override
    public CommunicationsException refused(Mechanism mechanism, SaslReply reply, String words) {
        String advice = mechanism.isForTokens() ? CHECK_TOKEN : CHECK_ACCOUNT;
        return refused(VERB + " " + mechanism.saslName(), last(), words, advice);
    }

    /** The error for a refused LOGIN. */
    CommunicationsException refusedLogin(ImapReply reply) {
        return refused("LOGIN", reply, channel.safe(reply), CHECK_ACCOUNT);
    }

    private CommunicationsException refused(String command, ImapReply reply, String words, String whenAccount) {
        ErrorKind kind = reply.kind(ErrorKind.AUTHENTICATION);
        String advice = kind == ErrorKind.AUTHENTICATION ? whenAccount : "The next poll tries again.";
        if (reply.codeName().equals("REFERRAL")) {
            advice = "Referrals are not followed: if the server it names is the right one, put that into the profile.";
        }
        return channel.refused(kind, words, command, advice);
    }

    @Override
    public CommunicationsException broken(Mechanism mechanism, String what) {
        return error(
                "during " + VERB + " " + mechanism.saslName() + " the server " + what, "The next poll tries again.");
    }

    @Override
    public CommunicationsException unfit(Mechanism mechanism, String what) {
        return error(VERB + " " + mechanism.saslName() + " is not possible: " + what, CHECK_ACCOUNT);
    }

    /** The error for a login that cannot be; closes the connection. */
    ConnectionLostException error(String what, String advice) {
        channel.line().transcript().note(what);
        channel.close();
        return new ConnectionLostException(
                ErrorKind.AUTHENTICATION, account.profile(), account.endpoint().toString(), what, advice, null);
    }
}
