package io.mailroom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailroom.testkit.IdentityProvider;
import io.mailroom.testkit.Mailhost;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A profile of the real servers, to be made sick, and {@code mailroom doctor} for it. Skipped where none run. */
@Timeout(60)
abstract class DoctorSurgery {
    @TempDir
    Path directory;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    private final List<String> profile = new ArrayList<>();
    private final String user;
    private final String driver;
    private Mailhost mailhost;

    /** @param user whose mailbox no other test uses */
    DoctorSurgery(String user, String driver) {
        this.user = user;
        this.driver = driver;
    }

    @BeforeEach
    final void describeAHealthyProfile() throws IOException {
        assumeTrue(Mailhost.find().isPresent(), Mailhost.NOT_RUNNING);
        mailhost = Mailhost.find().orElseThrow();
        mailhost.clear(user);
        profile.addAll(List.of(
                "name = support",
                "driver = " + driver,
                "From Address = " + user + "@mailhost.test",
                "CA Certificate File = " + mailhost.authority()));
        describe(mailhost);
    }

    /** Sets what the protocol needs. */
    abstract void describe(Mailhost servers);

    final Mailhost mailhost() {
        return mailhost;
    }

    final void set(String name, String value) {
        profile.removeIf(line -> line.startsWith(name + " ="));
        if (!value.isEmpty()) {
            profile.add(name + " = " + value);
        }
    }

    /** Tokens of this provider in place of passwords. */
    final void withTokensOf(IdentityProvider provider, String... passwords) {
        for (String password : passwords) {
            set(password, "");
        }
        set("OAuth Token URL", provider.url().toString());
        set("OAuth Client Id", "mailroom");
        set("OAuth Refresh Token", "refresh-canary-0");
    }

    final int doctor(String... options) throws IOException {
        Path file = Files.write(directory.resolve("support.properties"), profile);
        List<String> arguments = new ArrayList<>(List.of("doctor", "--profile", file.toString()));
        arguments.addAll(List.of(options));
        int code = Mailroom.execute(
                new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
        assertThat(out.toString() + err).doesNotContain(mailhost.password(user), "refresh-canary");
        return code;
    }
}
