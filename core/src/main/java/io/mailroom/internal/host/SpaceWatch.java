package io.mailroom.internal.host;

import io.mailroom.CommunicationsException;
import io.mailroom.ErrorKind;
import io.mailroom.Notice;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which profiles wait for space on the disk. However many they are and however long it lasts, it is logged once, and each
 * group is told once. Usable from any thread.
 */
final class SpaceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceWatch.class);

    private final Announcer announcer;
    private final Map<String, String> waiting = new HashMap<>();

    SpaceWatch(Announcer announcer) {
        this.announcer = announcer;
    }

    /**
     * A session of a profile failed.
     *
     * @param group of the profile, or empty
     * @return true when that is news; false when the profile waits for space as it did before
     */
    boolean failed(String profile, String group, CommunicationsException error) {
        if (error.kind() != ErrorKind.SPOOL_FULL) {
            recovered(profile);
            return true;
        }
        boolean first;
        boolean firstOfGroup;
        synchronized (this) {
            if (waiting.containsKey(profile)) {
                return false;
            }
            first = waiting.isEmpty();
            firstOfGroup = !waiting.containsValue(group);
            waiting.put(profile, group);
        }
        if (first) {
            LOG.atWarn().addKeyValue("profile", profile).log("Polling pauses. {}", error.getMessage());
        }
        if (firstOfGroup) {
            Notice notice = new Notice(Notice.Kind.DISK_FULL, group, profile, "", error.getMessage());
            announcer.tell(listener -> listener.notice(notice));
        }
        return true;
    }

    /** A session of a profile went well or failed for another reason, or nobody polls it any more. */
    void recovered(String profile) {
        synchronized (this) {
            if (waiting.remove(profile) == null || !waiting.isEmpty()) {
                return;
            }
        }
        LOG.atInfo().addKeyValue("profile", profile).log("There is space on the disk again, and polling goes on");
    }

    /** True while the profile waits for space. */
    synchronized boolean isWaiting(String profile) {
        return waiting.containsKey(profile);
    }
}
