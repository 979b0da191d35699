package dev.perennial.taskinsights.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.TestPostgres;
import io.micronaut.data.annotation.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements read the rows of one person only, however many others there are. */
class QueryPlansIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final int OTHERS = 20;

  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("person", "'plan-0'"),
          Map.entry("dimension", "'all'"),
          Map.entry("format", "'YYYY-MM'"),
          Map.entry("first", "DATE '2026-01-01'"),
          Map.entry("last", "DATE '2026-12-31'"),
          Map.entry("today", "DATE '2026-12-05'"),
          Map.entry("now", "TIMESTAMPTZ '2026-12-05 12:00:00Z'"),
          Map.entry("limit", "100"),
          Map.entry("after", "UUID '00000000-0000-0000-0000-000000000000'"));

  private static Database database;

  @BeforeAll
  static void many_tasks_of_many_people() {
    database = Database.open(POSTGRES.settings("task-insights"));
    addTasks("plan-0", 10_000);
    IntStream.rangeClosed(1, OTHERS).forEach(other -> addTasks("plan-" + other, 1_000));
    var store = new InsightStore(database);
    IntStream.rangeClosed(0, OTHERS).forEach(person -> store.rebuild("plan-" + person));
    // So many that the tasks of one person are a small part, and no plan reads the whole table.
    addTasks("many-others", 150_000);
    POSTGRES.execute("ANALYZE insights.facts, insights.entries, insights.days");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  /** Tasks of a year, each with a creation and a completion, every third one in a series. */
  static void addTasks(String person, int tasks) {
    POSTGRES.execute(
        """
        INSERT INTO insights.facts
        SELECT md5('%s/' || i)::uuid, v, CASE v WHEN 1 THEN 'task.created' ELSE 'task.completed' END, t, '%s', '%s', '%s', NULL,
          md5('%s/list' || i %% 5)::uuid, ARRAY['tag' || i %% 20], 'NONE', (t + interval '1 day')::date, NULL, NULL,
          CASE v WHEN 1 THEN 'OPEN' ELSE 'COMPLETED' END, CASE v WHEN 2 THEN t + interval '5 hours' END, NULL, t,
          CASE WHEN i %% 3 = 0 THEN md5('%s/series' || i %% 30)::uuid END, CASE WHEN i %% 3 = 0 THEN i END, false
        FROM generate_series(1, %d) i
        CROSS JOIN LATERAL (SELECT timestamptz '2026-01-01 07:00Z' + i * interval '52 minutes' AS t) at
        CROSS JOIN generate_series(1, 2) v WHERE v = 1 OR i %% 50 > 0
        """
            .formatted(person, person, person, person, person, person, tasks));
  }

  @ParameterizedTest
  @ValueSource(strings = {"figures", "overdue", "completed", "series"})
  void a_page_reads_rows_of_the_person_by_an_index(String query) {
    assertThat(plan(FigureRows.class, query))
        .noneMatch(line -> line.contains("Seq Scan"))
        .anyMatch(line -> line.contains("Index"));
  }

  @Test
  void the_tasks_of_a_person_are_found_by_indexes() {
    assertThat(plan(FactRows.class, "tasksOf"))
        .noneMatch(line -> line.contains("Seq Scan"))
        .anyMatch(line -> line.contains("Index"));
  }

  static List<String> plan(Class<?> rows, String method) {
    var query =
        Arrays.stream(rows.getDeclaredMethods())
            .filter(declared -> declared.getName().equals(method))
            .map(declared -> declared.getAnnotation(Query.class).value())
            .findFirst()
            .orElseThrow();
    for (var value : VALUES.entrySet()) {
      query = query.replaceAll(":" + value.getKey() + "\\b", value.getValue());
    }
    return POSTGRES.column("EXPLAIN (ANALYZE, BUFFERS) " + query);
  }
}
