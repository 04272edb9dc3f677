package io.mailroom.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the files of queued events go when whoever handles them does not see the receiver's disk (contract section 6, {@code
 * LocalFileToGlobal}). The receiver puts, the processor finds and removes, perhaps on another machine. Usable from any thread.
 */
public interface FileStore {
    /** No store: files stay where they were made. */
    FileStore NONE = new FileStore() {
        @Override
        public String put(String key, Path file) throws IOException {
            throw new IOException("There is no file store; set one up.");
        }

        @Override
        public Optional<Path> find(String name) {
            return Optional.empty();
        }

        @Override
        public void remove(String name) throws IOException {
            throw new IOException("There is no file store; set up the one that the receiver has.");
        }
    };

    /**
     * Copies a file into the store; it is safe there when this returns, also from a power cut. The same key again replaces what
     * was stored under it: the receiver may have to do it twice.
     *
     * @param key letters, digits, underscores; at most 100 characters
     * @return the name by which the processor finds it, one line; becomes the value of the event field
     */
    String put(String key, Path file) throws IOException;

    /**
     * Where this machine sees the file, for handlers that open a path, whether it is still there or not; empty when the store
     * is not one of files.
     */
    Optional<Path> find(String name) throws IOException;

    /** Removes a file; one that is not there is no error. */
    void remove(String name) throws IOException;
}
