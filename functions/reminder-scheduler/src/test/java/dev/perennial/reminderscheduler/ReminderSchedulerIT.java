package dev.perennial.reminderscheduler;

import static dev.perennial.events.EventType.TASK_COMPLETED;
import static dev.perennial.events.EventType.TASK_DELETED;
import static dev.perennial.events.EventType.TASK_REOPENED;
import static dev.perennial.events.EventType.TASK_RESTORED;
import static dev.perennial.events.EventType.TASK_SKIPPED;
import static dev.perennial.reminderscheduler.Events.dueAt;
import static dev.perennial.reminderscheduler.Scene.expectDone;
import static dev.perennial.reminderscheduler.Shared.CLUSTER;
import static dev.perennial.reminderscheduler.Shared.EVENTS;
import static dev.perennial.reminderscheduler.Shared.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.reminders.Fixtures;
import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.Http;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Planning of reminders, and their claim when the alarm fires. */
class ReminderSchedulerIT {

  private final Scene scene = new Scene();
  private final String ada = scene.ada;
  private final Instant inAnHour = scene.inAnHour;
  private final Instant anHourAgo = scene.anHourAgo;

  @Test
  void a_reminder_is_planned_and_the_alarm_set_to_it() {
    scene.scheduled(dueAt(inAnHour, ada));

    assertThat(Scene.states()).containsExactly("PLANNED " + inAnHour);
    assertThat(CLUSTER.schedules()).containsOnly(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void due_reminders_are_sent_once_when_the_alarm_fires() {
    var task = dueAt(anHourAgo, ada);
    scene.scheduled(task);

    assertThat(EVENTS.fireAlarm().statusCode()).isEqualTo(202);
    assertThat(EVENTS.fireAlarm().statusCode()).isEqualTo(202);

    assertThat(Scene.states()).containsExactly("DUE " + anHourAgo);
    assertThat(scene.emitted("$.notification.reminders[0].taskId"))
        .containsExactly("\"" + task.id() + "\"");
    assertThat(scene.emitted("$.notification.late")).containsExactly("true");
    assertThat(scene.types()).containsExactly("dev.perennial.reminder.due.v1");
    assertThat(
            POSTGRES.column("SELECT id FROM reminders.notifications WHERE user_id = '" + ada + "'"))
        .isEqualTo(POSTGRES.column("SELECT notification_id FROM reminders.reminders"))
        .hasSize(1);
  }

  @Test
  void after_firing_the_alarm_is_set_to_the_next_reminder() {
    scene.scheduled(dueAt(anHourAgo, ada));
    scene.scheduled(dueAt(inAnHour, ada));

    EVENTS.fireAlarm();

    assertThat(CLUSTER.schedules()).endsWith(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void planning_a_later_reminder_does_not_change_the_alarm() {
    scene.scheduled(dueAt(inAnHour, ada));
    scene.scheduled(dueAt(inAnHour.plusSeconds(60), ada));

    assertThat(CLUSTER.schedules()).containsOnly(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void a_reminder_that_came_due_after_its_event_happened_is_sent_late() {
    scene.scheduled(dueAt(anHourAgo, ada), anHourAgo.minusSeconds(1));
    scene.scheduled(dueAt(anHourAgo, ada), anHourAgo.plusSeconds(1));

    assertThat(Scene.states())
        .containsExactlyInAnyOrder("PLANNED " + anHourAgo, "PAST " + anHourAgo);
  }

  @Test
  void a_reminder_claimed_a_day_late_expires() {
    var twoDaysAgo = inAnHour.minus(Duration.ofDays(2));
    scene.scheduled(dueAt(twoDaysAgo, ada), twoDaysAgo.minusSeconds(60));

    EVENTS.fireMaintenance();

    assertThat(Scene.states()).containsExactly("EXPIRED " + twoDaysAgo);
    assertThat(scene.types()).containsExactly("dev.perennial.reminder.expired.v1");
  }

  @Test
  void moving_the_due_date_cancels_the_old_reminder_and_plans_a_new_one() {
    var task = dueAt(inAnHour, ada);
    var later = inAnHour.plusSeconds(3600);
    scene.scheduled(task);

    scene.scheduled(task.version(2).due(Fixtures.due(later)));

    assertThat(Scene.states()).containsExactly("CANCELLED " + inAnHour, "PLANNED " + later);
    CLUSTER.awaitSetTo(later);
  }

  @Test
  void late_repeated_and_reordered_events_change_nothing() {
    var task = dueAt(inAnHour, ada);
    var later = inAnHour.plusSeconds(3600);

    scene.scheduled(task.version(2).due(Fixtures.due(later)));
    scene.scheduled(task);
    scene.scheduled(task.version(2).due(Fixtures.due(later)));

    assertThat(Scene.states()).containsExactly("PLANNED " + later);
  }

  @Test
  void a_closed_or_deleted_task_has_no_reminder_and_an_older_event_changes_nothing() {
    for (var type : List.of(TASK_COMPLETED, TASK_SKIPPED, TASK_DELETED)) {
      Scene.deleteAllPlans();
      var task = dueAt(inAnHour, ada);
      scene.scheduled(task);
      var status =
          switch (type) {
            case TASK_COMPLETED -> Status.COMPLETED;
            case TASK_SKIPPED -> Status.SKIPPED;
            default -> Status.OPEN;
          };

      expectDone(EVENTS.task(type, task.version(3).status(status)).statusCode());
      scene.scheduled(task.version(2).due(Fixtures.due(inAnHour.plusSeconds(60))));

      assertThat(Scene.states()).as(type.type()).containsExactly("CANCELLED " + inAnHour);
      EVENTS.fireAlarm();
      assertThat(scene.types()).isEmpty();
    }
  }

  @Test
  void a_reopened_task_reminds_again() {
    var task = dueAt(inAnHour, ada);
    scene.scheduled(task);
    EVENTS.task(TASK_COMPLETED, task.version(2).status(Status.COMPLETED));

    expectDone(EVENTS.task(TASK_REOPENED, task.version(3)).statusCode());

    assertThat(Scene.states()).containsExactly("PLANNED " + inAnHour);
    CLUSTER.awaitSetTo(inAnHour);
  }

  @Test
  void a_restored_task_reminds_again() {
    var task = dueAt(inAnHour, ada);
    scene.scheduled(task);
    EVENTS.task(TASK_DELETED, task.version(2));
    assertThat(Scene.states()).containsExactly("CANCELLED " + inAnHour);

    expectDone(EVENTS.task(TASK_RESTORED, task.version(3)).statusCode());

    assertThat(Scene.states()).containsExactly("PLANNED " + inAnHour);
    CLUSTER.awaitSetTo(inAnHour);
  }

  @Test
  void the_alarm_claims_thousands_of_reminders_in_batches_each_once() {
    dueNow(2345);

    EVENTS.fireAlarm();

    assertThat(scene.emitted("$.notification.reminders[0].reminderId"))
        .hasSize(2345)
        .doesNotHaveDuplicates();
    assertThat(CLUSTER.schedules()).endsWith(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void concurrent_timer_events_send_each_reminder_once() throws Exception {
    dueNow(1_200);
    try (var another = Shared.another(Map.of())) {
      var others = new Events(Http.to(another.port()));

      var responses =
          AtOnce.all(
              List.of(
                  () -> EVENTS.fireAlarm().statusCode(), () -> others.fireAlarm().statusCode()));

      assertThat(responses).containsOnly(202);
    }

    assertThat(scene.emitted("$.notification.reminders[0].reminderId"))
        .hasSize(1_200)
        .doesNotHaveDuplicates();
    assertThat(scene.types()).hasSize(1_200).containsOnly("dev.perennial.reminder.due.v1");
  }

  @Test
  void concurrent_timer_events_and_cancellations_do_not_deadlock_with_few_connections()
      throws Exception {
    try (var small = Shared.another(Map.of("DATABASE_POOL_SIZE", "2"));
        var threads = Executors.newFixedThreadPool(8)) {
      var events = new Events(Http.to(small.port()));
      var deliveries = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 12; i++) {
        var task = dueAt(inAnHour.plusSeconds(i), ada);
        scene.scheduled(task);
        deliveries.add(
            () ->
                events.task(TASK_COMPLETED, task.version(2).status(Status.COMPLETED)).statusCode());
        deliveries.add(() -> events.fireAlarm().statusCode());
      }

      for (var response : threads.invokeAll(deliveries)) {
        assertThat(response.get()).isEqualTo(202);
      }
    }
  }

  /** Due reminders of a task that is due later; none is delayed, so each is a notification. */
  private void dueNow(int count) {
    scene.scheduled(dueAt(inAnHour, ada));
    POSTGRES.execute(
        """
        INSERT INTO reminders.reminders
          (id, task_id, key, user_id, task_version, instant, fires_at, state, changed_at)
        SELECT gen_random_uuid(), task_id, 'before PT' || n || 'S', user_id, 1, now(), now(), 'PLANNED', now()
        FROM reminders.tasks, generate_series(1, %d) n WHERE user_id = '%s'
        """
            .formatted(count, ada));
  }

  @Test
  void an_event_of_an_unknown_timer_is_rejected() {
    assertThat(EVENTS.ping("somebody-else-s").statusCode()).isEqualTo(422);
  }
}
