package dev.perennial.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every query about keys, as every function that keeps some: without a user, and as somebody else,
 * it shows and changes nothing of Ada's; as Ada it does.
 */
class RowLevelSecurityIT {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant UNTIL = NOON.plusSeconds(60);
  private static final byte[] REQUEST = {1};
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static final Map<String, BiFunction<IdempotencyKeyRows, String, Object>> QUERIES =
      Map.of(
          "enter", (keys, user) -> keys.enter(user, "new", REQUEST, NOON, Instant.EPOCH),
          "begin", (keys, user) -> keys.begin(user, "open", NOON, UNTIL),
          "release", (keys, user) -> nothing(() -> keys.release(user, "begun", UNTIL)),
          "keep", (keys, user) -> keys.keep(user, "begun", REQUEST, 500, "{}", REQUEST),
          "withResponse", (keys, user) -> keys.withResponse(user, "withResponse"),
          "erase", (keys, user) -> nothing(() -> keys.erase(user)));

  private final String ada = "ada-" + UUID.randomUUID();
  private final String grace = "grace-" + UUID.randomUUID();

  static Stream<Arguments> functionsAndQueries() {
    return functions().stream()
        .flatMap(function -> QUERIES.keySet().stream().map(query -> Arguments.of(function, query)));
  }

  @ParameterizedTest
  @MethodSource("functionsAndQueries")
  void a_query_shows_and_changes_only_rows_of_its_user(String function, String query) {
    try (var database = Database.open(TestPostgres.shared().settings(function))) {
      var rows = database.repository(IdempotencyKeyRows.class);
      Supplier<Object> call = () -> QUERIES.get(query).apply(rows, ada);
      database.inTransaction(ada, () -> nothing(() -> keep(rows)));
      var before = everything();

      assertThat(isNothing(() -> database.inTransaction(call))).as("without a user").isTrue();
      assertThat(isNothing(() -> database.inTransaction("", call))).as("no name").isTrue();
      assertThat(isNothing(() -> database.inTransaction(grace, call))).as("as Grace").isTrue();
      assertThat(everything()).as("what there is").isEqualTo(before);

      var result = database.inTransaction(ada, call);
      assertThat(!result.equals(0) || !everything().equals(before)).as("as Ada").isTrue();
    }
  }

  @Test
  void every_query_is_run_as_every_function_that_may_run_it() {
    assertThat(QUERIES.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(IdempotencyKeyRows.class.getMethods())
                .map(method -> method.getName())
                .toList());
    assertThat(functions()).contains("task-api", "reminder-scheduler");
  }

  private void keep(IdempotencyKeyRows rows) {
    for (var key : List.of("open", "begun", "withResponse")) {
      rows.enter(ada, key, REQUEST, NOON, Instant.EPOCH);
    }
    rows.begin(ada, "begun", NOON, UNTIL);
    rows.keep(ada, "withResponse", REQUEST, 200, "{}", REQUEST);
  }

  private static Object nothing(Runnable query) {
    query.run();
    return 0;
  }

  private static boolean isNothing(Supplier<Object> query) {
    try {
      var result = query.get();
      return result.equals(0) || result.equals(Optional.empty());
    } catch (RuntimeException thrown) {
      if (isRefused(thrown)) {
        return true;
      }
      throw thrown;
    }
  }

  private static boolean isRefused(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof SQLException sql
                    && INSUFFICIENT_PRIVILEGE.equals(sql.getSQLState()));
  }

  /** All rows, and which transaction wrote them. */
  private static List<String> everything() {
    return TestPostgres.shared()
        .column("SELECT k.xmin || k::text FROM runtime.idempotency_keys k ORDER BY 1");
  }

  /** Whoever is granted something, but the owner. */
  private static List<String> functions() {
    return TestPostgres.shared()
        .column(
            """
            SELECT DISTINCT grantee FROM information_schema.role_table_grants
            WHERE table_schema = 'runtime' AND table_name = 'idempotency_keys' AND grantee <> current_user
            ORDER BY 1
            """);
  }
}
