package io.mailroom.pop3;

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

/** AUTH (RFC 5034). */
final class Pop3Sasl implements SaslCarrier {
    static final String CHECK_ACCOUNT = "Check \"POP3 Account Name\" and \"POP3 Account Password\" in the profile.";

    private static final String CHECK_TOKEN =
            "Check \"POP3 Account Name\" in the profile, and where the access token comes from.";

    /** Longest command line (RFC 2449 section 4), without its line end. */
    private static final int LONGEST_COMMAND = 253;

    private static final String COMMAND = "AUTH ";

    private final MailboxAccount account;
    private final Pop3Channel channel;

    Pop3Sasl(MailboxAccount account, Pop3Channel channel) {
        this.account = account;
        this.channel = channel;
    }

    @Override
    public int mostInitialResponse(Mechanism mechanism) {
        return LONGEST_COMMAND - COMMAND.length() - mechanism.saslName().length() - 1;
    }

    @Override
    public SaslReply begin(Mechanism mechanism, @Nullable String initialResponse) {
        String command = COMMAND + mechanism.saslName();
        return reply(
                initialResponse == null
                        ? channel.ask(command)
                        : channel.askSecretly(
                                command + " " + initialResponse, command + " " + SecretFilter.MASK, "AUTH"));
    }

    @Override
    public SaslReply answer(String base64) {
        return reply(channel.askSecretly(base64, base64.isEmpty() ? "" : SecretFilter.MASK, "AUTH"));
    }

    private static SaslReply reply(Pop3Reply reply) {
        return switch (reply.status()) {
            case OK -> SaslReply.done(reply.line());
            case MORE -> SaslReply.challenge(reply.line().substring(1));
            case ERR -> SaslReply.refused(reply.kind(ErrorKind.AUTHENTICATION), reply.line());
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
        return channel.refused(
                reply.kind(),
                words,
                COMMAND + mechanism.saslName(),
                advice(reply.kind(), mechanism.isForTokens() ? CHECK_TOKEN : CHECK_ACCOUNT));
    }

    /** What to do about a refusal: only one that blames the account is a matter of the profile. */
    static String advice(ErrorKind kind, String whenAccount) {
        return kind == ErrorKind.AUTHENTICATION ? whenAccount : "The next poll tries again.";
    }

    @Override
    public CommunicationsException broken(Mechanism mechanism, String what) {
        return error("during " + COMMAND + mechanism.saslName() + " the server " + what, "The next poll tries again.");
    }

    @Override
    public CommunicationsException unfit(Mechanism mechanism, String what) {
        return error(COMMAND + mechanism.saslName() + " is not possible: " + what, CHECK_ACCOUNT);
    }

    /** The error for a login that cannot be; closes the connection. */
    ConnectionLostException error(String what, String advice) {
        channel.line().transcript().note(what);
        channel.close();
        return new ConnectionLostException(
                ErrorKind.AUTHENTICATION, account.profile(), account.endpoint().toString(), what, advice, null);
    }
}
