package io.mailroom.internal.queue;

/** Where an event stands (contract section 8), as the end of its file's name. */
public enum EventState {
    /** Durable and invisible, until its record is in the index. The tag of the service that staged it precedes. */
    STAGED(".staged"),
    /** Waiting. */
    WAITING(".evt"),
    /** Being handled. */
    HANDLING(".xevt"),
    /** Temporary trouble; back to waiting after a while. */
    PAUSED(".paused"),
    /** The handler failed once; back to waiting after a while. */
    ERROR(".error"),
    /** Waiting for its second attempt after an abnormal end. */
    RETRY(".retry.evt"),
    /** Being handled after an abnormal end. */
    RETRY_HANDLING(".retry.xevt"),
    /** Put aside: abnormal ends with it in hand, or its file is damaged. */
    CRASH(".crash"),
    /** Put aside: the handler failed. */
    FAILED(".failed"),
    /** Accepted for good; its files are going, and it goes after them. */
    DONE(".done");

    private final String extension;

    EventState(String extension) {
        this.extension = extension;
    }

    /** The end of the file's name, with its dot. */
    public String extension() {
        return extension;
    }

    /** True when the event can be begun. */
    public boolean isWaiting() {
        return this == WAITING || this == RETRY;
    }

    /** True when a handler may have it. */
    public boolean isHandling() {
        return this == HANDLING || this == RETRY_HANDLING;
    }

    /** True when it waits again after a while. */
    boolean isResting() {
        return this == PAUSED || this == ERROR;
    }

    /** True when the name says whose the event is. */
    boolean isOwned() {
        return this == STAGED || this == DONE || isHandling();
    }

    /** True when only a person brings it back. */
    public boolean isPutAside() {
        return this == CRASH || this == FAILED;
    }
}
