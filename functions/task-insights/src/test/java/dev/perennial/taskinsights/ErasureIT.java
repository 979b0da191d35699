package dev.perennial.taskinsights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What remains of a person who has erased themself, and of others. */
class ErasureIT {

  private static final Instant MORNING = Instant.parse("2026-12-01T08:00:00Z");
  private static final Instant ERASED = Instant.parse("2026-12-03T08:00:00Z");
  private static final String YEAR = "from=2026-01-01&to=2026-12-31";
  private static final List<String> TABLES =
      List.of("facts", "profiles", "people", "entries", "days");

  private static Server server;

  private final String ada = "ada-" + UUID.randomUUID();
  private final String ben = "ben-" + UUID.randomUUID();

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
  void the_owner_is_in_no_row_and_others_keep_what_they_completed() {
    server.deliver(TestEvent.profile(ada, 2, MORNING, "Europe/Berlin", null, 3));
    server.deliver(
        new TestTask(ada, MORNING)
            .tagged("home")
            .created()
            .completed(ben, "2026-12-02T08:00:00Z")
            .events);
    server.deliver(new TestTask(ada, MORNING).created().completed("2026-12-02T08:00:00Z").events);

    server.deliverErasure(ada, ERASED);

    assertThat(rowsWith(ada)).isEmpty();
    assertThat(completed(ben)).isEqualTo(1);
    assertThat(server.rebuild("owner=" + ben).at("/changed").intValue()).isZero();
  }

  @Test
  void a_member_is_in_no_row_and_the_owner_keeps_what_was_due() {
    var task =
        new TestTask(ada, MORNING)
            .by(ben)
            .due("2026-12-02")
            .created()
            .completed(ben, "2026-12-02T09:00:00Z");
    server.deliver(task.events);

    server.deliverErasure(ben, ERASED);
    // Later events of the task still name who created it.
    server.deliver(task.updated(ada, "2026-12-04T08:00:00Z").events.getLast());

    assertThat(rowsWith(ben)).isEmpty();
    assertThat(server.insights(ada, YEAR).at("/total/due/completed").intValue()).isEqualTo(1);
    assertThat(completed(ada)).isZero();
  }

  @Test
  void events_from_before_the_erasure_that_come_late_bring_nothing_back() {
    var task = new TestTask(ada, MORNING).created().completed("2026-12-02T08:00:00Z");
    server.deliver(task.events.getFirst());
    server.deliverErasure(ada, ERASED);

    server.deliver(task.events);
    server.deliver(TestEvent.profile(ada, 2, MORNING, "Europe/Berlin", null, 3));

    assertThat(rowsWith(ada)).isEmpty();
  }

  @Test
  void who_comes_back_keeps_what_is_theirs_when_the_erasure_is_delivered_again() {
    server.deliver(new TestTask(ada, MORNING).created().completed("2026-12-02T08:00:00Z").events);
    server.deliverErasure(ada, ERASED);
    server.deliver(
        new TestTask(ada, ERASED.plusSeconds(60))
            .created()
            .completed("2026-12-04T08:00:00Z")
            .events);

    server.deliver(TestEvent.profileDeleted(ada, ERASED));

    assertThat(completed(ada)).isEqualTo(1);
  }

  @Test
  void an_erasure_that_task_api_has_not_recorded_is_parked_and_deletes_nothing() {
    server.deliver(new TestTask(ada, MORNING).created().completed("2026-12-02T08:00:00Z").events);

    var response = server.send(TestEvent.profileDeleted(ada, ERASED));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(completed(ada)).isEqualTo(1);
  }

  private static int completed(String user) {
    return server.insights(user, YEAR).at("/total/completed").intValue();
  }

  /** The rows of all tables in which this user id occurs anywhere. */
  private static List<String> rowsWith(String user) {
    return TABLES.stream()
        .flatMap(
            table ->
                TestPostgres.shared()
                    .column("SELECT to_jsonb(t)::text FROM insights.%s t".formatted(table))
                    .stream())
        .filter(row -> row.contains(user))
        .toList();
  }
}
