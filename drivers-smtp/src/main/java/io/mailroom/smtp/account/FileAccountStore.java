package io.mailroom.smtp.account;

import io.mailroom.profile.SecretBox;
import io.mailroom.spool.Disk;
import io.mailroom.spool.SmallFile;
import io.mailroom.spool.SpoolFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Keeps the account in one file, for its owner alone, replaced as a whole. The password is locked in a
 * {@link SecretBox}. Usable from any thread.
 */
public final class FileAccountStore implements AccountStore {
    private static final int LARGEST_FILE = 1024 * 1024;
    private static final String LABEL = "account";
    private static final String PROVEN = "proven.";

    private final Disk disk;
    private final Path file;
    private final SecretBox box;

    /** @param file made when something is stored; its directory exists */
    public FileAccountStore(Disk disk, Path file, SecretBox box) {
        this.disk = disk;
        this.file = file.toAbsolutePath().normalize();
        this.box = box;
    }

    @Override
    public synchronized ReportAccount account() {
        Properties stored = read();
        if (stored.isEmpty()) {
            return ReportAccount.EMPTY;
        }
        String locked = stored.getProperty("password", "");
        MailAccount account = new MailAccount(
                stored.getProperty("host", ""),
                stored.getProperty("user", ""),
                locked.isEmpty() ? MailAccount.EMPTY.password() : box.unlock(locked),
                stored.getProperty("from", ""),
                stored.getProperty("replyTo", ""));
        String port = stored.getProperty("port", "");
        return new ReportAccount(
                account,
                Boolean.parseBoolean(stored.getProperty("synchronised")),
                port.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port)),
                Boolean.parseBoolean(stored.getProperty("ssl")));
    }

    @Override
    public synchronized void store(ReportAccount account) {
        Properties stored = read();
        stored.setProperty("host", account.account().host());
        stored.setProperty("user", account.account().user());
        stored.setProperty("password", box.lock(account.account().password()));
        stored.setProperty("from", account.account().from());
        stored.setProperty("replyTo", account.account().replyTo());
        stored.setProperty("synchronised", Boolean.toString(account.synchronised()));
        stored.setProperty(
                "port",
                account.port().isPresent() ? Integer.toString(account.port().getAsInt()) : "");
        stored.setProperty("ssl", Boolean.toString(account.ssl()));
        write(stored);
    }

    @Override
    public synchronized Map<String, Proof> proofs() {
        Map<String, Proof> proofs = new TreeMap<>();
        Properties stored = read();
        for (String name : stored.stringPropertyNames()) {
            if (name.startsWith(PROVEN)) {
                proofs.put(name.substring(PROVEN.length()), Proof.valueOf(stored.getProperty(name)));
            }
        }
        return proofs;
    }

    @Override
    public synchronized void store(String host, Proof proof) {
        Properties stored = read();
        String name = PROVEN + host.toLowerCase(Locale.ROOT);
        if (proof == Proof.NOTHING) {
            stored.remove(name);
        } else {
            stored.setProperty(name, proof.name());
        }
        write(stored);
    }

    private Properties read() {
        Properties stored = new Properties();
        try {
            stored.load(new ByteArrayInputStream(SmallFile.read(disk, file, LARGEST_FILE, LABEL)));
        } catch (NoSuchFileException notYet) {
            return stored;
        } catch (IOException failed) {
            throw SpoolFailure.of(null, file, "reading the account", failed);
        }
        return stored;
    }

    private void write(Properties stored) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            stored.store(bytes, null);
            SmallFile.replace(disk, file, bytes.toByteArray(), LABEL);
        } catch (IOException failed) {
            throw SpoolFailure.of(null, file, "storing the account", failed);
        }
    }
}
