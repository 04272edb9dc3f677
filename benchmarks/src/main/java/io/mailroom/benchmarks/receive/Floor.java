package io.mailroom.benchmarks.receive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the protocols allow: clients that pipeline, store each message as it comes, force them in groups before they are
 * deleted, and do nothing else. They parse no message, survive no fault and check next to nothing.
 */
final class Floor {
    private static final int WINDOW = 64;
    private static final long BATCH_BYTES = 4L * 1024 * 1024;

    private Floor() {}

    static int receive(Account account, Path directory, int expected) throws Exception {
        try (FloorLine line = new FloorLine(account.port());
                FloorFiles files = new FloorFiles(directory)) {
            if (account.protocol() == Account.Protocol.POP3) {
                new Pop3(line, files).run(account);
            } else {
                new Imap(line, files).run(account);
            }
            return files.count();
        }
    }

    /** 64 RETR under way; the DELE of half a window follow when their messages are on the disk. */
    private record Pop3(FloorLine line, FloorFiles files) {
        void run(Account account) throws Exception {
            ok();
            line.send("USER " + account.user());
            line.send("PASS " + account.password());
            line.send("UIDL");
            ok();
            ok();
            ok();
            List<String> uids = new ArrayList<>();
            for (String each = line.line(); !each.equals("."); each = line.line()) {
                uids.add(each.substring(each.indexOf(' ') + 1));
            }
            transfer(uids);
            line.send("QUIT");
            ok();
        }

        private void transfer(List<String> uids) throws Exception {
            Deque<Boolean> retrievals = new ArrayDeque<>(); // of what is under way: is it a RETR?
            int asked = 0;
            int stored = 0;
            int marked = 0;
            for (int answered = 0; answered < uids.size(); ) {
                while (asked < uids.size() && asked - stored < WINDOW) {
                    line.send("RETR " + ++asked);
                    retrievals.add(true);
                }
                ok();
                if (!retrievals.remove()) {
                    answered++;
                    continue;
                }
                try (OutputStream file = new Unclosed(files.next(uids.get(stored++)))) {
                    line.text(file);
                }
                if (stored == uids.size() || stored - marked >= WINDOW / 2) {
                    files.force();
                    while (marked < stored) {
                        line.send("DELE " + ++marked);
                        retrievals.add(false);
                    }
                }
            }
        }

        private void ok() throws IOException {
            String answer = line.line();
            if (!answer.startsWith("+OK")) {
                throw new IOException(answer);
            }
        }
    }

    /** Two commands under way, each for up to 64 messages or 4 MiB; a STORE and an EXPUNGE for each. */
    private static final class Imap {
        private final FloorLine line;
        private final FloorFiles files;
        private int tag;

        Imap(FloorLine line, FloorFiles files) {
            this.line = line;
            this.files = files;
        }

        void run(Account account) throws Exception {
            line.line();
            command("LOGIN " + account.user() + " " + account.password());
            command("SELECT INBOX");
            List<String> batches = batches(command("UID FETCH 1:* (UID RFC822.SIZE)"));
            Deque<String> fetches = new ArrayDeque<>();
            String last = "";
            int asked = 0;
            for (String batch : batches) {
                while (asked < batches.size() && fetches.size() < 2) {
                    fetches.add(command("UID FETCH " + batches.get(asked++) + " (UID BODY.PEEK[])"));
                }
                store(fetches.remove());
                files.force();
                command("UID STORE " + batch + " +FLAGS.SILENT (\\Deleted)");
                last = command("UID EXPUNGE " + batch);
            }
            await(last);
            await(command("LOGOUT"));
        }

        private List<String> batches(String listing) throws IOException {
            List<String> batches = new ArrayList<>();
            long first = 0;
            long before = 0;
            long bytes = 0;
            int count = 0;
            for (String each = line.line(); !isEnd(each, listing); each = line.line()) {
                if (!each.contains("RFC822.SIZE ")) {
                    continue;
                }
                long uid = number(each, "UID ");
                long size = number(each, "RFC822.SIZE ");
                if (count > 0 && (count == WINDOW || bytes + size > BATCH_BYTES)) {
                    batches.add(first + ":" + before);
                    count = 0;
                    bytes = 0;
                }
                first = count == 0 ? uid : first;
                before = uid;
                bytes += size;
                count++;
            }
            if (count > 0) {
                batches.add(first + ":" + before);
            }
            return batches;
        }

        private void store(String fetch) throws IOException {
            for (String each = line.line(); !isEnd(each, fetch); each = line.line()) {
                if (each.endsWith("}") && each.contains("BODY[] {")) {
                    try (OutputStream file = new Unclosed(files.next(Long.toString(number(each, "UID "))))) {
                        line.literal(file, number(each, "BODY[] {"));
                    }
                    line.line();
                }
            }
        }

        private String command(String text) throws IOException {
            String name = "a" + ++tag;
            line.send(name + " " + text);
            return name;
        }

        private void await(String name) throws IOException {
            for (String each = line.line(); !isEnd(each, name); each = line.line()) {
                continue;
            }
        }

        private static boolean isEnd(String line, String name) throws IOException {
            if (!line.startsWith(name + " ")) {
                return false;
            }
            if (!line.startsWith("OK", name.length() + 1)) {
                throw new IOException(line);
            }
            return true;
        }

        private static long number(String line, String after) {
            int from = line.indexOf(after) + after.length();
            int to = from;
            while (to < line.length() && Character.isDigit(line.charAt(to))) {
                to++;
            }
            return Long.parseLong(line.substring(from, to));
        }
    }

    /** The file stays open until it is forced. */
    private static final class Unclosed extends OutputStream {
        private final OutputStream file;

        Unclosed(OutputStream file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            file.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
        }
    }
}
