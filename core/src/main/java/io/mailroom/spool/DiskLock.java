package io.mailroom.spool;

import java.io.Closeable;

/** An exclusive lock on a file, held until closed or until the process ends. Closing twice does nothing. */
public interface DiskLock extends Closeable {}
