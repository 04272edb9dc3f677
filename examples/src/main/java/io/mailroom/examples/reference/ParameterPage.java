package io.mailroom.examples.reference;

import io.mailroom.imap.ImapParameters;
import io.mailroom.pop3.Pop3Parameters;
import io.mailroom.profile.Parameter;
import io.mailroom.profile.SettingsRule;
import io.mailroom.smtp.SmtpParameters;
import io.mailroom.smtp.auth.LoginParameters;
import io.mailroom.smtp.tls.TlsParameters;
import io.mailroom.spi.InboundParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/parameters.md} from the keys the drivers declare, so that the page cannot say anything else. */
public final class ParameterPage {
    /** The command that renews the page; the test that finds it stale says so. */
    static final String RENEW = "mvn -q -Pquick test -pl examples -am -Dtest=ParameterPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dpages=renew";

    /** A table of the page. */
    record Section(String title, String readBy, List<Parameter<?>> parameters) {}

    private static final String INTRODUCTION = """
            # Parameters

            This page is made from the keys in the code; do not edit it. To renew it:

                %s

            A profile sets a parameter by its name. Case, blanks, hyphens and underscores do not count: `POP3 Batch Size`,
            `pop3-batch-size` and `POP3BatchSize` are one. With `Driver:` before the name a value is for the creation of
            the driver only, with `Service:` for the service only. An empty value sets nothing.

            What holds is, in this order: the profile, the default an administrator set for the driver, the built-in
            default below. A value can be kept elsewhere: `${env:NAME}` is an environment variable, `${file:path}` the
            content of a file of at most 64 KiB in UTF-8 without the end of its last line. A relative path counts from
            the file of the profile. Both are read when the profile is resolved, and neither is shown.

            * Times: `30` in the unit named below, `30 s`, `5 min`, `2 h`, `500 ms` or ISO 8601 as `PT30S`.
            * Sizes: bytes, or a number with `KiB`, `MiB`, `GiB` (powers of 1024) or `kB`, `MB`, `GB` (powers of 1000).
            * Flags: `True` or `False`, in any case, and nothing else.

            "For" says which way of use a parameter matters to: `inbound`, `outbound`, or `both`. One that is required is
            required for that use only.
            """;

    /** All tables, in order. */
    static final List<Section> SECTIONS = List.of(
            new Section(
                    "Receiving",
                    "the drivers that receive; `From Address` and `LogDebug` by every driver",
                    InboundParameters.ALL),
            new Section("POP3", "`Internet SMTP/POP3 Server`", Pop3Parameters.OWN),
            new Section("IMAP", "`Internet SMTP/IMAP Server`", ImapParameters.OWN),
            new Section("Sending", "every driver", SmtpParameters.OWN),
            new Section("Trust", "every driver", TlsParameters.ALL),
            new Section("Logging in", "every driver", LoginParameters.ALL));

    private static final List<SettingsRule> RULES =
            SettingsRule.union(List.of(Pop3Parameters.RULES, ImapParameters.RULES, SmtpParameters.RULES));

    private ParameterPage() {}

    /** Writes the page to the file named by the only argument. */
    public static void main(String... arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), text());
    }

    /** The whole page in Markdown. */
    static String text() {
        StringBuilder page = new StringBuilder(INTRODUCTION.formatted(RENEW));
        for (Section section : SECTIONS) {
            page.append("\n## ").append(section.title()).append("\n\nRead by ").append(section.readBy());
            page.append(".\n\n| Name | Default | Accepted | For | What it does |\n|---|---|---|---|---|\n");
            section.parameters().forEach(parameter -> page.append(row(parameter)));
        }
        page.append("\n## Rules between parameters\n\n");
        RULES.forEach(rule -> page.append("* ").append(rule.description()).append('\n'));
        return page.toString();
    }

    private static String row(Parameter<?> parameter) {
        return Stream.of(
                        name(parameter),
                        parameter.isRequired() ? "required" : orDash(parameter.defaultText()),
                        (parameter.isSecret() ? "secret; " : "") + parameter.range(),
                        parameter.direction().name().toLowerCase(Locale.ROOT),
                        parameter.description())
                .map(cell -> cell.replace("<", "&lt;").replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String name(Parameter<?> parameter) {
        String aliases =
                parameter.aliases().stream().map(alias -> "`" + alias + "`").collect(Collectors.joining(", "));
        return "`" + parameter.name() + "`" + (aliases.isEmpty() ? "" : ", also " + aliases);
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "–" : text;
    }
}
