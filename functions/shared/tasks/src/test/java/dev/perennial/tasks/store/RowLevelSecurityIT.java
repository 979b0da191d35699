package dev.perennial.tasks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.TestPostgres;
import io.micronaut.data.repository.GenericRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every query of every repository of the store, in every role that may run it: without a user, and
 * as somebody else, it shows and changes nothing of Ada's; as Ada it does.
 */
class RowLevelSecurityIT {

  private static final String OWNER_OF_ALL_QUERIES = "task-api";
  private static final Database DATABASE =
      Database.open(TestPostgres.shared().settings(OWNER_OF_ALL_QUERIES));

  /** Queries that each other role needs: there it must see nothing without being refused. */
  private static final Map<String, Set<String>> OF_OTHERS =
      Map.of(
          "on-completed-recurrence",
          Set.of(
              "MemberRows.of",
              "TaskRows.lock",
              "TaskRows.lockNext",
              "TaskRows.save",
              "TaskRows.update"));

  private static final List<String> TABLES =
      List.of(
          "lists",
          "members",
          "tasks",
          "profiles",
          "erasures",
          "email_confirmations",
          "invitations");

  /** Finds the user of the secret in a mail, and nobody without it. */
  private static final String BY_SECRET = "ConfirmationRows.userOf";

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private final EveryQuery queries = new EveryQuery(DATABASE);

  @AfterAll
  static void closeDatabase() {
    DATABASE.close();
  }

  static Set<String> names() {
    return new EveryQuery(DATABASE).names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void every_query_reads_and_writes_only_rows_of_its_user(String name) {
    var world = queries.world(name);
    var before = everything();

    assertNothingIsShownToOthers(DATABASE, queries, name, world);

    var result = DATABASE.inTransaction(world.ada(), () -> queries.run(name, world));
    assertThat(!isNothing(result) || !everything().equals(before)).as("as Ada").isTrue();
  }

  @ParameterizedTest
  @MethodSource("otherRoles")
  void another_role_sees_and_changes_no_more_than_its_user_may(String role) {
    try (var database = Database.open(TestPostgres.shared().settings(role))) {
      var theirs = new EveryQuery(database);
      var effective = new TreeSet<String>();
      for (var name : names()) {
        var world = queries.world(name);
        var before = everything();

        assertNothingIsShownToOthers(database, theirs, name, world);

        if (!isNothing(() -> database.inTransaction(world.ada(), () -> theirs.run(name, world)))
            || !everything().equals(before)) {
          effective.add(name);
        }
      }
      assertThat(effective).containsAll(OF_OTHERS.get(role));
    }
  }

  /** The roles with grants on the store, except its owner. */
  static List<String> otherRoles() {
    return TestPostgres.shared()
        .column(
            """
            SELECT DISTINCT grantee FROM information_schema.role_table_grants
            WHERE table_schema = 'tasks' AND grantee NOT IN (current_user, '%s') ORDER BY 1
            """
                .formatted(OWNER_OF_ALL_QUERIES));
  }

  private static void assertNothingIsShownToOthers(
      Database database, EveryQuery queries, String name, EveryQuery.World world) {
    var before = everything();

    assertThat(isNothing(() -> database.inTransaction(() -> queries.run(name, world))))
        .as(name + " without a user")
        .isTrue();
    assertThat(isNothing(() -> database.inTransaction("", () -> queries.run(name, world))))
        .as(name + " with no user's name")
        .isTrue();
    assertThat(
            isNothing(() -> database.inTransaction(world.grace(), () -> queries.run(name, world))))
        .as(name + " as somebody else")
        .isTrue();
    assertThat(everything()).as("what there is after " + name).isEqualTo(before);
  }

  @Test
  void every_query_of_every_repository_is_run() throws IOException {
    var all = queriesOf(repositories());
    assertThat(all.remove(BY_SECRET)).isTrue();
    assertThat(names()).containsExactlyElementsOf(all);
  }

  @Test
  void a_user_cannot_join_a_list_of_others() {
    var world = queries.world("");

    for (var list : List.of(world.inbox(), world.empty())) {
      assertThatThrownBy(
              () -> DATABASE.inTransaction(world.grace(), () -> queries.intrude(list, world)))
          .satisfies(thrown -> assertThat(isRefused(thrown)).isTrue());
    }
  }

  @Test
  void the_user_of_a_transaction_does_not_outlive_it() {
    var world = queries.world("");

    for (int connection = 0; connection < 20; connection++) {
      DATABASE.inTransaction(world.ada(), () -> queries.run("TaskRows.find", world));
      assertThat(isNothing(DATABASE.inTransaction(() -> queries.run("TaskRows.find", world))))
          .isTrue();
    }
  }

  private static boolean isNothing(Supplier<@Nullable Object> query) {
    try {
      return isNothing(query.get());
    } catch (RuntimeException thrown) {
      if (isRefused(thrown)) {
        return true;
      }
      throw thrown;
    }
  }

  private static boolean isNothing(@Nullable Object result) {
    return switch (result) {
      case null -> true;
      case Optional<?> one -> one.isEmpty();
      case Collection<?> many -> many.isEmpty();
      case Integer count -> count == 0;
      default -> false;
    };
  }

  private static boolean isRefused(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && INSUFFICIENT_PRIVILEGE.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** All rows of all tables, and which transaction wrote them. */
  private static List<String> everything() {
    return TABLES.stream()
        .flatMap(
            table ->
                TestPostgres.shared()
                    .column("SELECT t.xmin || t::text FROM tasks." + table + " t ORDER BY 1")
                    .stream())
        .toList();
  }

  private static List<Class<?>> repositories() throws IOException {
    var classes = Path.of("target/classes");
    try (Stream<Path> files = Files.walk(classes.resolve("dev/perennial/tasks/store"))) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.contains("$"))
          .<Class<?>>map(file -> classOf(file.replace(".class", "").replace('/', '.')))
          .filter(type -> type.isInterface() && GenericRepository.class.isAssignableFrom(type))
          .toList();
    }
  }

  private static Class<?> classOf(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<String> queriesOf(List<Class<?>> repositories) {
    var all = new TreeSet<String>();
    for (var repository : repositories) {
      Arrays.stream(repository.getMethods())
          .forEach(method -> all.add(repository.getSimpleName() + "." + method.getName()));
    }
    return all;
  }
}
