package io.mailroom.examples.command;

import io.mailroom.smtp.SmtpSender.UploadProgress;

/** Says how a long upload gets on: every tenth of a message above 1 MiB, to the error stream. */
final class SendProgress implements UploadProgress {
    private static final long WORTH_TELLING = 1024 * 1024;
    private static final int PERCENT = 100;
    private static final int STEP = 10;

    private final Screen screen;
    private long told;

    SendProgress(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void sent(long sentBytes, long totalBytes) {
        long percent = totalBytes == 0 ? PERCENT : sentBytes * PERCENT / totalBytes;
        if (totalBytes > WORTH_TELLING && percent >= told + STEP) {
            told = percent / STEP * STEP;
            screen.err().println("sent " + percent + " % of " + totalBytes / WORTH_TELLING + " MiB");
            screen.err().flush();
        }
    }
}
