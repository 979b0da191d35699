package dev.perennial.tasks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.runtime.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the roles of functions may do beside their tables. */
class LeastPrivilegeIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();

  @Test
  void no_function_is_executable_by_everybody() {
    assertThat(
            POSTGRES.column(
                """
                SELECT p.oid::regprocedure FROM pg_proc p
                WHERE p.pronamespace::regnamespace::text IN ('tasks', 'runtime', 'reminders', 'sync', 'audit', 'migrations')
                  AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) WHERE grantee = 0)
                """))
        .isEmpty();
  }

  @Test
  void a_function_of_a_later_migration_is_not_executable_by_everybody() {
    POSTGRES.execute("CREATE FUNCTION runtime.later() RETURNS integer RETURN 1");
    try {
      assertThat(
              POSTGRES.column(
                  "SELECT has_function_privilege('task-api', 'runtime.later()', 'EXECUTE')"))
          .containsExactly("f");
    } finally {
      POSTGRES.execute("DROP FUNCTION runtime.later()");
    }
  }

  @Test
  void a_role_without_grants_cannot_connect_and_each_role_of_a_function_can() {
    assertThat(
            POSTGRES.column(
                "SELECT has_database_privilege('public', current_database(), privilege)"
                    + " FROM unnest(ARRAY['CONNECT', 'TEMPORARY']) AS privilege"))
        .containsOnly("f");
    assertThat(
            POSTGRES.column(
                """
                SELECT rolname FROM pg_roles
                WHERE NOT rolsuper AND rolname NOT LIKE 'pg\\_%' AND has_schema_privilege(rolname, 'runtime', 'USAGE')
                  AND NOT has_database_privilege(rolname, current_database(), 'CONNECT')
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reminder-dispatch",
        "reminder-scheduler",
        "sync-push",
        "audit-sink",
        "task-insights",
        "usage"
      })
  void other_functions_cannot_ask_for_the_lists_of_a_user(String role) throws SQLException {
    try (var connection = POSTGRES.owner()) {
      actAs(role, connection);

      assertThatThrownBy(() -> number(connection, "SELECT cardinality(tasks.my_lists())"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void task_api_sees_the_reminder_states_of_the_user_of_the_transaction_only() throws SQLException {
    var ada = "ada-" + UUID.randomUUID();
    for (var user : new String[] {ada, ada, "grace-" + ada}) {
      POSTGRES.execute(
          """
          INSERT INTO reminders.reminders (id, task_id, key, user_id, task_version, instant, fires_at, state, changed_at)
          VALUES (gen_random_uuid(), gen_random_uuid(), 'before PT0S', '%s', 1, now(), now(), 'PLANNED', now())
          """
              .formatted(user));
    }
    var all = "SELECT count(*) FROM reminders.states";
    var theirs = all + " WHERE user_id LIKE '%" + ada + "'";
    try (var connection = POSTGRES.owner()) {
      assertThat(number(connection, theirs)).as("the owner").isEqualTo(3);
      actAs("reminder-scheduler", connection);
      assertThat(number(connection, theirs)).as("reminder-scheduler").isEqualTo(3);
    }
    try (var connection = POSTGRES.owner()) {
      actAs("task-api", connection);
      assertThat(number(connection, all)).as("without a user").isZero();
      connection.createStatement().execute("SELECT set_config('app.user', '" + ada + "', false)");
      assertThat(number(connection, all)).as("as Ada").isEqualTo(2);
    }
  }

  private static void actAs(String role, Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET ROLE \"" + role + "\"");
    }
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
