package dev.perennial.taskinsights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tasks from before the function, and rebuilding everybody. */
class FillIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final String YEAR = "from=2026-01-01&to=2026-12-31";

  private static Server server;

  private final String ada = "ada-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server = Server.start();
    server.now().set(Instant.parse("2026-12-05T12:00:00Z"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void tasks_and_profiles_of_which_no_event_came_are_filled_in_once() {
    var list = list();
    // 23:30 in Berlin, where the person closed it; the profile says New York today.
    closed(list, "2026-12-01 22:30:00Z", "Europe/Berlin");
    POSTGRES.execute(
        "INSERT INTO tasks.profiles (user_id, zone, daily_goal, version, created_at, updated_at) VALUES ('%s', 'America/New_York', 4, 3, now(), now())"
            .formatted(ada));

    server.rebuild("");
    server.rebuild("");

    var insights = server.insights(ada, YEAR);
    assertThat(insights.at("/items/0/key").stringValue()).isEqualTo("2026-12-01");
    assertThat(insights.at("/total/completed").intValue()).isEqualTo(1);
    assertThat(insights.at("/zone").stringValue()).isEqualTo("America/New_York");
    assertThat(insights.at("/goals/daily/goal").intValue()).isEqualTo(4);

    // An older version that comes late does not replace the one that was filled in.
    server.deliver(
        TestEvent.profile(ada, 2, Instant.parse("2026-11-01T00:00:00Z"), "Asia/Tokyo", null, 9));
    assertThat(server.insights(ada, YEAR).at("/zone").stringValue()).isEqualTo("America/New_York");
  }

  @Test
  void a_task_whose_newer_events_have_come_is_not_filled_in() {
    var task = new TestTask(ada, Instant.parse("2026-12-01T08:00:00Z")).created();
    server.deliver(task.completed("2026-12-02T08:00:00Z").reopened("2026-12-02T09:00:00Z").events);

    server.rebuild("");

    assertThat(server.insights(ada, YEAR).at("/total/completed").intValue()).isZero();
  }

  @Test
  void a_rebuild_of_everybody_goes_page_by_page_and_repairs_what_was_damaged() {
    var task = new TestTask(ada, Instant.parse("2026-12-01T08:00:00Z")).created();
    server.deliver(task.completed("2026-12-02T08:00:00Z").events);
    POSTGRES.execute(
        "UPDATE insights.days SET completed = 7 WHERE completed = 1 AND person = '" + ada + "'");
    assertThat(server.insights(ada, YEAR).at("/total/completed").intValue()).isEqualTo(7);

    String after = "";
    int people = 0;
    do {
      var page = server.rebuild("limit=2" + after);
      people += page.at("/people").intValue();
      after = "&after=" + page.at("/next").asString();
    } while (!after.equals("&after="));

    assertThat(people).isPositive();
    assertThat(server.insights(ada, YEAR).at("/total/completed").intValue()).isEqualTo(1);
  }

  @Test
  void a_second_rebuild_at_the_same_time_is_refused() throws Exception {
    var task = new TestTask(ada, Instant.parse("2026-12-01T08:00:00Z")).created();
    server.deliver(task.completed("2026-12-02T08:00:00Z").events);
    CompletableFuture<JsonNode> first;
    try (var connection = POSTGRES.owner();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // The first one waits in the middle.
      statement.execute("LOCK TABLE insights.days IN ACCESS EXCLUSIVE MODE");
      first = CompletableFuture.supplyAsync(() -> server.rebuild("owner=" + ada));
      Awaitility.await("the first one has begun")
          .until(() -> !POSTGRES.column("SELECT token FROM insights.rebuilds").isEmpty());

      var second = server.ask("POST", "/v1/insights/rebuild?owner=" + ada, server.admin());

      assertThat(second.statusCode()).isEqualTo(409);
      assertThat(second.body()).contains("rebuild-running");
      connection.rollback();
    }
    assertThat(first.get().at("/people").intValue()).isEqualTo(1);
    assertThat(server.rebuild("owner=" + ada).at("/changed").intValue()).isZero();
  }

  @Test
  void a_rebuild_whose_process_has_died_does_not_prevent_another_one_for_long() {
    POSTGRES.execute(
        "INSERT INTO insights.rebuilds VALUES (true, gen_random_uuid(), now() - interval '1"
            + " second')");

    assertThat(server.rebuild("owner=" + ada).at("/people").intValue()).isEqualTo(1);
  }

  private UUID list() {
    var list = UUID.randomUUID();
    POSTGRES.execute(
        "INSERT INTO tasks.lists (id, owner, name, inbox, version, created_at, updated_at) VALUES ('%s', '%s', 'Inbox', true, 1, now(), now())"
            .formatted(list, ada));
    return list;
  }

  private void closed(UUID list, String at, String zone) {
    POSTGRES.execute(
        """
        INSERT INTO tasks.tasks (id, owner, created_by, list_id, title, priority, tags, completed_at, closed_zone, touched,
          version, created_at, updated_at)
        VALUES (gen_random_uuid(), '%s', '%s', '%s', 'Old', 'NONE', '{}', '%s', '%s', true, 2, '2026-12-01T08:00:00Z', '%s')
        """
            .formatted(ada, ada, list, at, zone, at));
  }
}
