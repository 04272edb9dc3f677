package io.mailroom.pop3;

import io.mailroom.event.EventFields;
import io.mailroom.event.Outcome;
import io.mailroom.spool.ForwardingDisk;
import io.mailroom.spool.LocalDisk;
import io.mailroom.testkit.Mailroom;
import io.mailroom.testkit.QuarantineContract;
import io.mailroom.wire.Endpoint;
import io.mailroom.wire.SocketConnector;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process of {@link HaltedReadingTest}: receives until the mailbox is empty, and halts when it reads a certain message. */
final class HaltedReader {
    static final int HALTED = 99;
    static final String POISON = "poison";

    private HaltedReader() {}

    /** {@code HOME PORT}. */
    public static void main(String[] arguments) {
        Endpoint server = new Endpoint("localhost", Integer.parseInt(arguments[1]));
        SocketConnector sockets = new SocketConnector();
        try (Mailroom mailroom = Mailroom.with(new Pop3Driver(), Pop3ContractTest.aProfile())
                .home(Path.of(arguments[0]))
                .disk(new HaltingDisk())
                .connector((endpoint, timeout) -> sockets.connect(server, timeout))
                .handler(event -> {
                    System.out.println(event.fields().get(EventFields.SUBJECT));
                    return Outcome.ACCEPTED;
                })
                .build()) {
            mailroom.poll();
            mailroom.poll();
        }
    }

    private static final class HaltingDisk extends ForwardingDisk {
        HaltingDisk() {
            super(new LocalDisk());
        }

        @Override
        public SeekableByteChannel read(Path file, String label) throws IOException {
            if (label.endsWith(".raw")
                    && QuarantineContract.isReadAsMail()
                    && Files.readString(file, StandardCharsets.ISO_8859_1).contains(POISON)) {
                Runtime.getRuntime().halt(HALTED);
            }
            return super.read(file, label);
        }
    }
}
