package io.mailroom.examples;

import static io.mailroom.event.EventFields.SENDER_ADDRESS;
import static io.mailroom.event.EventFields.SUBJECT;

import io.mailroom.event.EventHandler;
import io.mailroom.event.InboundEvent;
import io.mailroom.event.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A handler that opens exactly one ticket for each mail, however often the process dies: the id of the event is stored in the
 * transaction that opens the ticket. An event that comes again, because the process died between the commit and the end of the
 * event, finds its id there and changes nothing.
 *
 * <pre>
 * CREATE TABLE handled_mail (event_id CHAR(64) PRIMARY KEY)
 * CREATE TABLE ticket (sender VARCHAR(320), subject VARCHAR(998))
 * </pre>
 */
public final class HandleExactlyOnce implements EventHandler {
    /** Class of the SQL states of violated constraints. */
    private static final String VIOLATION = "23";

    private final DataSource database;

    public HandleExactlyOnce(DataSource database) {
        this.database = database;
    }

    @Override
    public Outcome handle(InboundEvent event) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            if (claim(connection, event.eventId())) {
                openTicket(connection, event);
            }
            connection.commit(); // what throws before this leaves nothing: the event comes again
            return Outcome.ACCEPTED;
        }
    }

    /** Two handlers with one event wait for each other here, and one of them gets it. */
    private static boolean claim(Connection connection, String eventId) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO handled_mail VALUES (?)")) {
            insert.setString(1, eventId);
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(VIOLATION)) {
                connection.rollback();
                return false;
            }
            throw e;
        }
    }

    private static void openTicket(Connection connection, InboundEvent event) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO ticket VALUES (?, ?)")) {
            insert.setString(1, event.fields().get(SENDER_ADDRESS));
            insert.setString(2, event.fields().get(SUBJECT));
            insert.executeUpdate();
        }
    }
}
