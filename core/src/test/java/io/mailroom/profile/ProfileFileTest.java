package io.mailroom.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailroom.InvalidProfileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFileTest {
    private static final Parameter<String> SERVER = Parameter.host("POP3 Server");
    private static final Parameter<Secret> PASSWORD = Parameter.secret("POP3 Account Password");
    private static final Parameter<Path> CERTIFICATE = Parameter.file("Certificate File");
    private static final List<Parameter<?>> PARAMETERS = List.of(SERVER, PASSWORD, CERTIFICATE);

    @TempDir
    private Path directory;

    @Test
    void aFileNamesAProfileItsDriverItsViewersAndItsOverrides() {
        Profile profile = load("""
                # The mailbox of the help desk
                name             = support@example.com
                Driver           = Internet SMTP/POP3 Server
                organizations    = Sales, Service
                responsibilities = Agent; Lead
                creator          = anna

                POP3 Server      = pop.example.com
                pop3-account-password: päss word
                """);

        assertThat(profile.name()).isEqualTo("support@example.com");
        assertThat(profile.driver()).isEqualTo("Internet SMTP/POP3 Server");
        assertThat(profile.organizations()).containsExactlyInAnyOrder("Sales", "Service");
        assertThat(profile.responsibilities()).containsExactlyInAnyOrder("Agent", "Lead");
        assertThat(profile.creator()).isEqualTo("anna");
        assertThat(profile.overrides())
                .containsExactly(
                        new ParameterOverride("POP3 Server", "pop.example.com", 8),
                        new ParameterOverride("pop3-account-password", "päss word", 9));
    }

    @Test
    void escapesAreThoseOfThePropertiesFormat() {
        Profile profile = load("""
                name=a
                driver=d
                POP3\\ Server = pop.\\
                    example.com
                Password = a\\\\b\\u00e4\\:\\=\\#c\\ \\\s
                """);

        assertThat(profile.overrides())
                .containsExactly(
                        new ParameterOverride("POP3 Server", "pop.example.com", 3),
                        new ParameterOverride("Password", "a\\bä:=#c  ", 5));
    }

    @Test
    void thePrefixOfANameIsNotItsEnd() {
        Profile profile = load("name=a\ndriver=d\nDriver:POP3 Server = one\n service: POP3 Server : two\n");

        assertThat(profile.overrides())
                .containsExactly(
                        new ParameterOverride("Driver:POP3 Server", "one", 3),
                        new ParameterOverride("service: POP3 Server", "two", 4));
    }

    @Test
    void aPasswordKeepsItsColonsAndEqualSigns() {
        Profile profile = load("name=a\ndriver=d\nPOP3 Account Password = a:b==\n");

        assertThat(profile.overrides()).containsExactly(new ParameterOverride("POP3 Account Password", "a:b==", 3));
    }

    @Test
    void mistakesOfWritingAreToldWithAllOthersByLine() {
        Profile profile = load("""
                name   = support@example.com
                driver = Internet SMTP/POP3 Server
                creator = anna
                POP3 Servr = pop.example.com
                POP3 Account Password = hunter\\2
                just a remark
                Creator = bert
                """);

        assertThat(ProfileResolver.problems(PARAMETERS, Map.of(), profile, Direction.INBOUND))
                .containsExactly(
                        "line 5: a backslash stands before a character that it does not change; write \\\\ for one"
                                + " backslash",
                        "line 6: has no \"=\"; write name=value, or # before a comment",
                        "\"creator\" (line 3) and \"Creator\" (line 7) are one entry; keep one of them",
                        "\"POP3 Servr\" (line 4): is not a parameter of Internet SMTP/POP3 Server; did you mean"
                                + " \"POP3 Server\"?");
    }

    @Test
    void oneNameOnTwoLinesIsToldInsteadOfTheLastOneWinning() {
        Profile profile = load("name=a\ndriver=d\nPOP3 Server=one\nPOP3 Server=two\n");

        assertThat(ProfileResolver.problems(PARAMETERS, Map.of(), profile, Direction.INBOUND))
                .containsExactly("\"POP3 Server\" (line 3) and \"POP3 Server\" (line 4) are one parameter,"
                        + " \"POP3 Server\"; keep one of them");
    }

    @Test
    void aFileWithoutNameOrDriverIsRefused() {
        assertThatThrownBy(() -> load("POP3 Server=pop.example.com\n"))
                .isInstanceOfSatisfying(
                        InvalidProfileException.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(
                                        "\"name\" is missing; add a line name=..., the address of the mailbox",
                                        "\"driver\" is missing; add a line driver=..., such as Internet SMTP/POP3 Server"));
    }

    @Test
    void aFileThatCannotBeReadIsAnInvalidProfile() throws IOException {
        Path latin1 = Files.write(directory.resolve("latin1"), "name=ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Profile.load(directory.resolve("none")))
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageContaining("the file does not exist; create it, or name another");
        assertThatThrownBy(() -> Profile.load(latin1))
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageContaining("the file is not UTF-8; save it as UTF-8");
    }

    @Test
    void aFileOfAnySizeIsNotReadWhole() throws IOException {
        Path large = Files.write(directory.resolve("large"), new byte[PropertyFile.MOST_BYTES + 1]);

        assertThatThrownBy(() -> Profile.load(large)).hasMessageContaining("the file is larger than 1048576 bytes");
    }

    @Test
    void filesCountFromTheFileOfTheProfile() throws IOException {
        Files.writeString(directory.resolve("secret.txt"), "hunter2\n");
        Profile profile = load("""
                name=a
                driver=d
                POP3 Account Password=${file:secret.txt}
                Certificate File=client.pem
                """);

        Settings settings = ProfileResolver.resolve(PARAMETERS, Map.of(), profile, Direction.INBOUND);

        assertThat(settings.get(PASSWORD)).isEqualTo(Secret.of("hunter2"));
        assertThat(settings.get(CERTIFICATE)).isEqualTo(directory.resolve("client.pem"));
        assertThat(settings.explain())
                .filteredOn(row -> row.name().equals("POP3 Account Password"))
                .containsExactly(new Explanation(
                        "POP3 Account Password", "********", Origin.FILE, "${file:secret.txt}", "", ""));
    }

    @Test
    void whatAReferenceStandsForIsNoReference() throws IOException {
        Files.writeString(directory.resolve("secret.txt"), "${env:HOME}");
        Profile profile = load("name=a\ndriver=d\nPOP3 Account Password=${file:secret.txt}\n");

        Settings settings = ProfileResolver.resolve(PARAMETERS, Map.of(), profile, Direction.INBOUND);

        assertThat(settings.get(PASSWORD)).isEqualTo(Secret.of("${env:HOME}"));
    }

    @Test
    void aReferenceThatLeadsNowhereSaysWhatToDo() throws IOException {
        Files.writeString(directory.resolve("empty"), "\n");
        Files.write(directory.resolve("large"), new byte[Reference.MOST_BYTES + 1]);

        assertThat(problemOf("${file:none}")).endsWith("does not exist; create it, or change the reference");
        assertThat(problemOf("${file:empty}")).endsWith("is empty; write the value into it");
        assertThat(problemOf("${file:large}"))
                .endsWith("is larger than 65536 bytes; name a file that holds only the value");
        assertThat(problemOf("${vault:mail}"))
                .endsWith("is a reference of a kind we do not know; write ${env:NAME} or ${file:path}");
    }

    @Test
    void aMapAndPropertiesMakeTheSameProfile() {
        Map<String, String> entries = Map.of("name", "a", "driver", "d", "POP3 Server", "pop.example.com");
        Properties properties = new Properties();
        properties.putAll(entries);

        assertThat(Profile.from(entries).overrides())
                .isEqualTo(Profile.from(properties).overrides())
                .containsExactly(new ParameterOverride("POP3 Server", "pop.example.com", 0));
    }

    private String problemOf(String reference) {
        Profile profile = load("name=a\ndriver=d\nPOP3 Account Password=" + reference + "\n");
        List<String> problems = ProfileResolver.problems(PARAMETERS, Map.of(), profile, Direction.INBOUND);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private Profile load(String text) {
        try {
            return Profile.load(Files.writeString(directory.resolve("support.properties"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
