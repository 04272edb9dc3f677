package io.mailroom.smtp.auth;

import io.mailroom.ErrorKind;

/**
 * What a server said to a step of a login.
 *
 * @param status what it comes to
 * @param text the challenge in base64, or the server's words as they came
 * @param kind for a refusal: {@link ErrorKind#AUTHENTICATION} when account or secret is to blame, else what is
 */
public record SaslReply(Status status, String text, ErrorKind kind) {
    /** What a reply comes to. */
    public enum Status {
        /** We are in. */
        DONE,
        /** It wants an answer. */
        CHALLENGE,
        /** It says no. */
        REFUSED,
        /** It does not have this mechanism after all, and says so in so many words. Another may be tried. */
        UNAVAILABLE
    }

    /** We are in. */
    public static SaslReply done(String words) {
        return new SaslReply(Status.DONE, words, ErrorKind.AUTHENTICATION);
    }

    /** The server wants an answer to this; base64, empty for nothing. */
    public static SaslReply challenge(String base64) {
        return new SaslReply(Status.CHALLENGE, base64, ErrorKind.AUTHENTICATION);
    }

    /** The server says no. */
    public static SaslReply refused(ErrorKind kind, String words) {
        return new SaslReply(Status.REFUSED, words, kind);
    }

    /** The server does not know the mechanism. */
    public static SaslReply unavailable(String words) {
        return new SaslReply(Status.UNAVAILABLE, words, ErrorKind.AUTHENTICATION);
    }
}
