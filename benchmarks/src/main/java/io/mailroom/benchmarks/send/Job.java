package io.mailroom.benchmarks.send;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * So many messages of one size to one recipient.
 *
 * @param port of a server on this machine
 */
record Job(int port, int count, byte[] message, String from, String to) {
    static final String HOST = "127.0.0.1";

    /** The size of the attachment that makes a composed message about as large as the ready one. */
    int attachmentBytes() {
        return Math.max(1, (message.length - 900) * 57 / 78);
    }

    static byte[] messageOf(int bytes, String from, String to) {
        String header = "From: " + from + "\r\nTo: " + to + "\r\nSubject: bench\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=us-ascii\r\nDate: Sun, 1 Mar 2026 09:30:00 +0000\r\n\r\n";
        byte[] head = header.getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(head, bytes);
        for (int i = head.length; i < bytes; i++) {
            int column = (i - head.length) % 72;
            message[i] = (byte) (column == 70 ? '\r' : column == 71 ? '\n' : 'a' + i % 26);
        }
        message[bytes - 2] = '\r';
        message[bytes - 1] = '\n';
        return message;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
