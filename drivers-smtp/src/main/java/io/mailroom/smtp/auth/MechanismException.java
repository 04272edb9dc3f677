package io.mailroom.smtp.auth;

/** A mechanism cannot go on: the server's message makes no sense, proves nothing, or our own secret does not fit. */
final class MechanismException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isOurs;

    private MechanismException(String what, boolean isOurs) {
        super(what);
        this.isOurs = isOurs;
    }

    /** @param what what the server did, without secrets and without its words */
    static MechanismException server(String what) {
        return new MechanismException(what, false);
    }

    /** @param what what is wrong with account or secret, without showing either */
    static MechanismException ours(String what) {
        return new MechanismException(what, true);
    }

    boolean isOurs() {
        return isOurs;
    }
}
