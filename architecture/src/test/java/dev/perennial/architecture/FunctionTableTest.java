package dev.perennial.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.events.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FunctionTableTest {

  private static final Path PROJECT = Path.of("..");
  private static final Path MIGRATIONS =
      PROJECT.resolve("database/src/main/resources/db/migration");
  private static final String HEADING = "## Functions";

  private final ReadmeTable readme =
      ReadmeTable.below(HEADING, Files.readString(PROJECT.resolve("README.md")));
  private final ShippedYaml yaml =
      ShippedYaml.in(PROJECT.resolve("knative"), PROJECT.resolve("eventing"));
  private final Grants grants = Grants.in(migrations());

  FunctionTableTest() throws IOException {}

  @Test
  void the_table_has_what_starts_each_function_as_in_the_yaml() {
    assertThat(column("started by")).isEqualTo(forEachFunction(yaml::startedBy));
  }

  @Test
  void the_table_has_what_each_function_reads_as_in_the_grants() {
    assertThat(column("reads"))
        .isEqualTo(forEachFunction(function -> grants.tables(function, "SELECT")));
  }

  @Test
  void the_table_has_what_each_function_writes_as_in_the_grants() {
    assertThat(column("writes"))
        .isEqualTo(
            forEachFunction(function -> grants.tables(function, "INSERT", "UPDATE", "DELETE")));
  }

  @Test
  void every_event_type_is_emitted_by_a_function_and_nothing_else_is() {
    SortedSet<String> emitted = new TreeSet<>();
    column("emits").values().forEach(emitted::addAll);

    assertThat(emitted)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(EventType.values())
                .map(type -> type.type().replaceFirst("^dev\\.perennial\\.(.+)\\.v\\d+$", "$1"))
                .toList());
  }

  @Test
  void a_table_is_read_by_the_names_of_its_columns() {
    ReadmeTable table =
        ReadmeTable.below(
            "## B",
            """
            ## A
            | writes |
            |---|
            | nothing |
            ## B
            Words.

            | function | emits | reads |
            |---|:--|---|
            | `on-noon` | `task.created`, `task.updated` | – |
            """);

    assertThat(table.rows())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get("function")).containsExactly("on-noon");
              assertThat(row.get("emits")).containsExactly("task.created", "task.updated");
              assertThat(row.get("reads")).isEmpty();
            });
  }

  @Test
  void a_readme_without_the_table_is_reported() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReadmeTable.below(HEADING, "# Perennial\n## Functions\nMany.\n"))
        .withMessageContaining(HEADING);
  }

  @Test
  void grants_are_read_from_tables_columns_and_lists() {
    Grants read =
        Grants.in(
            """
            GRANT USAGE ON SCHEMA garden TO "on-noon";
            -- GRANT DELETE ON garden.beds TO "on-noon";
            GRANT SELECT, INSERT ON garden.beds, garden.trees
              TO "on-noon", "on-dawn";
            GRANT UPDATE (watered_at, watered_by) ON TABLE garden.ferns TO "on-noon";
            """);

    assertThat(read.tables("on-noon", "SELECT")).containsExactly("garden.beds", "garden.trees");
    assertThat(read.tables("on-dawn", "INSERT", "DELETE"))
        .containsExactly("garden.beds", "garden.trees");
    assertThat(read.tables("on-noon", "UPDATE")).containsExactly("garden.ferns");
    assertThat(read.tables("on-noon", "DELETE")).isEmpty();
  }

  @Test
  void a_table_that_was_dropped_is_granted_to_no_role() {
    Grants read =
        Grants.in(
            """
            GRANT SELECT ON garden.beds, garden.weeds TO "on-noon";
            DROP TABLE garden.weeds;
            """);

    assertThat(read.tables("on-noon", "SELECT")).containsExactly("garden.beds");
  }

  @Test
  void a_table_that_was_moved_is_granted_by_its_new_name() {
    Grants read =
        Grants.in(
            """
            GRANT SELECT ON garden.beds, garden.trees TO "on-noon";
            ALTER TABLE garden.trees SET SCHEMA park;
            """);

    assertThat(read.tables("on-noon", "SELECT")).containsExactly("garden.beds", "park.trees");
  }

  @Test
  void a_grant_that_cannot_be_read_is_not_passed_over() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grants.in("GRANT SELECT ON ALL TABLES IN SCHEMA garden TO \"on-noon\";"))
        .withMessageContaining("ALL TABLES");
  }

  private Map<String, SortedSet<String>> column(String name) {
    Map<String, SortedSet<String>> column = new TreeMap<>();
    for (var row : readme.rows()) {
      assertThat(row).as("the columns of README.md's table").containsKeys("function", name);
      column.put(row.get("function").first(), row.get(name));
    }
    return column;
  }

  private Map<String, SortedSet<String>> forEachFunction(Function<String, SortedSet<String>> fact) {
    Map<String, SortedSet<String>> facts = new TreeMap<>();
    yaml.functions().forEach(function -> facts.put(function, fact.apply(function)));
    return facts;
  }

  private static String migrations() throws IOException {
    StringBuilder sql = new StringBuilder();
    try (var files = Files.newDirectoryStream(MIGRATIONS, "*.sql")) {
      for (Path file : files) {
        sql.append(Files.readString(file)).append('\n');
      }
    }
    return sql.toString();
  }
}
