package io.mailroom.pop3;

import io.mailroom.spi.CommunicationsService;

/** The sending half of a profile that only receives: it carries out no command. */
final class NoSending implements CommunicationsService {
    @Override
    public void start() {}

    @Override
    public void suspend() {}

    @Override
    public void resume() {}

    @Override
    public void close() {}
}
