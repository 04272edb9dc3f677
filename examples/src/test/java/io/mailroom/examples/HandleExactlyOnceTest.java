package io.mailroom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailroom.Communications;
import io.mailroom.event.EventHandler;
import io.mailroom.event.Outcome;
import io.mailroom.examples.demo.DemoMail;
import io.mailroom.examples.demo.DemoServer;
import io.mailroom.profile.Profile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HandleExactlyOnceTest {
    @TempDir
    private Path directory;

    private final JdbcDataSource database = new JdbcDataSource();
    private final EventHandler handler = new HandleExactlyOnce(database);

    @BeforeEach
    void makeTheTables() throws SQLException {
        database.setURL("jdbc:h2:mem:exactly-once;DB_CLOSE_DELAY=-1");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP ALL OBJECTS");
            statement.execute("CREATE TABLE handled_mail (event_id CHAR(64) PRIMARY KEY)");
            statement.execute("CREATE TABLE ticket (sender VARCHAR(320), subject VARCHAR(998))");
        }
    }

    @Test
    @Timeout(60)
    void anEventThatComesAgainOpensNoSecondTicket() throws Exception {
        List<String> ids = new ArrayList<>();
        try (DemoServer server = DemoServer.start("support@example.com", "support", "pw")) {
            server.deliver(DemoMail.ALL.subList(0, 2));
            try (Communications mailroom = Communications.builder()
                    .home(directory)
                    .profile(Profile.named("support@example.com", "Internet SMTP/POP3 Server")
                            .set("From Address", "support@example.com")
                            .set("POP3 Server", server.host())
                            .set("POP3 Server Port", String.valueOf(server.port()))
                            .set("POP3 Account Name", "support")
                            .set("POP3 Account Password", "pw")
                            .build())
                    .onMessage("support@example.com", event -> {
                        ids.add(event.eventId());
                        assertThat(handler.handle(event)).isEqualTo(Outcome.ACCEPTED);
                        return handler.handle(event); // as after a death between its commit and its answer
                    })
                    .build()) {
                mailroom.poll("support@example.com");
            }
        }

        assertThat(rows("SELECT subject FROM ticket ORDER BY subject"))
                .containsExactly("Printer on the third floor is offline", "Votre réservation du 24 novembre");
        assertThat(rows("SELECT event_id FROM handled_mail")).containsExactlyInAnyOrderElementsOf(ids);
    }

    private List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
