package io.mailroom.examples.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of {@code mailroom run}, as an operator writes them, for mailboxes of one server on this machine. */
record ConfigFiles(Path directory, int port) {
    static ConfigFiles in(Path directory, int port) throws IOException {
        Files.createDirectories(directory.resolve("profiles"));
        Files.createDirectories(directory.resolve("groups"));
        return new ConfigFiles(directory, port);
    }

    Path profile(String address) throws IOException {
        return Files.writeString(
                directory.resolve("profiles/" + address + ".properties"), """
                name = %s
                driver = Internet SMTP/POP3 Server
                From Address = %s
                POP3 Server = 127.0.0.1
                POP3 Server Port = %d
                POP3 Account Name = support
                POP3 Account Password = pw
                """.formatted(address, address, port));
    }

    Path group(String name, String profiles, String process) throws IOException {
        return Files.writeString(
                directory.resolve("groups/" + name + ".properties"), """
                name = %s
                profiles = %s
                ProcessName = %s
                """.formatted(name, profiles, process));
    }

    ConfigDirectory.Content read() throws IOException {
        return new ConfigDirectory(directory).read();
    }
}
