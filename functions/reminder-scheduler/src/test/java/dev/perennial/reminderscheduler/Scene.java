package dev.perennial.reminderscheduler;

import static dev.perennial.events.EventType.PROFILE_UPDATED;
import static dev.perennial.events.EventType.TASK_SCHEDULED;
import static dev.perennial.reminderscheduler.Shared.CLUSTER;
import static dev.perennial.reminderscheduler.Shared.EVENTS;
import static dev.perennial.reminderscheduler.Shared.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.ProfileSnapshot;
import dev.perennial.reminders.Fixtures.TaskFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** A person without reminders, in a scheduler without any, and the events emitted for them. */
final class Scene {

  static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  final String ada = "ada-" + UUID.randomUUID();
  final Instant inAnHour = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(1));
  final Instant anHourAgo = inAnHour.minus(Duration.ofHours(2));

  Scene() {
    deleteAllPlans();
  }

  /** The alarm is shared, so reminders of other tests must not be due first. */
  static void deleteAllPlans() {
    POSTGRES.execute(
        "UPDATE reminders.alarm SET set_to = NULL; TRUNCATE reminders.reminders, reminders.people");
    CLUSTER.schedules().clear();
  }

  void scheduled(TaskFixture task) {
    expectDone(EVENTS.task(TASK_SCHEDULED, task).statusCode());
  }

  void scheduled(TaskFixture task, Instant at) {
    expectDone(EVENTS.task(TASK_SCHEDULED, task, at).statusCode());
  }

  void profileIs(ProfileSnapshot profile) {
    expectDone(EVENTS.profile(PROFILE_UPDATED, profile, Instant.now()).statusCode());
  }

  static void expectDone(int status) {
    assertThat(status).isEqualTo(202);
  }

  static List<String> states() {
    return POSTGRES.column(
        """
        SELECT state || ' ' || to_char(fires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        FROM reminders.reminders ORDER BY fires_at
        """);
  }

  List<String> types() {
    return attribute("type");
  }

  List<String> eventIds() {
    return attribute("id");
  }

  private List<String> attribute(String name) {
    return POSTGRES.column(
        "SELECT attributes ->> '%s' FROM runtime.outbox WHERE attributes ->> 'owner' = '%s'"
            .formatted(name, ada));
  }

  List<String> emitted(String path) {
    return emittedTo(ada, path);
  }

  static List<String> emittedTo(String user, String path) {
    return POSTGRES.column(
        """
        SELECT jsonb_path_query(convert_from(data, 'UTF8')::jsonb, '%s') FROM runtime.outbox
        WHERE attributes ->> 'owner' = '%s' ORDER BY created_at
        """
            .formatted(path, user));
  }
}
