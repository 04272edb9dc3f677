package io.mailroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    @Test
    void aRefusedCommandSaysWhereWhatWasSaidAndWhatToDo() {
        var error = new CommandRefusedException(
                ErrorKind.AUTHENTICATION,
                "support@example.com",
                "pop.example.com:995",
                "PASS",
                "-ERR [AUTH] bad password",
                "Check \"POP3 Account Name\" and \"POP3 Account Password\" in the profile.");

        assertThat(error)
                .hasMessage("Profile support@example.com: pop.example.com:995 refused PASS with"
                        + " \"-ERR [AUTH] bad password\". Check \"POP3 Account Name\" and"
                        + " \"POP3 Account Password\" in the profile.");
        assertThat(error.isTemporary()).isTrue();
    }

    @Test
    void anInvalidProfileListsEveryProblem() {
        var error = new InvalidProfileException("a", List.of("one", "two"));

        assertThat(error).hasMessage("Profile a cannot be used:\n  - one\n  - two");
    }
}
