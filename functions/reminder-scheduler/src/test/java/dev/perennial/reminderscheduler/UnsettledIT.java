package dev.perennial.reminderscheduler;

import static dev.perennial.reminderscheduler.Events.dueAt;
import static dev.perennial.reminderscheduler.Shared.EVENTS;
import static dev.perennial.reminderscheduler.Shared.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.Http;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was told and reached nobody before the broker gave up. */
class UnsettledIT {

  private static final String DUE = "dev.perennial.reminder.due.v1";
  private static final String EXPIRED = "dev.perennial.reminder.expired.v1";

  private final Scene scene = new Scene();

  @BeforeEach
  void a_reminder_is_told_whose_mail_waits_for_the_mail_server() {
    scene.scheduled(dueAt(scene.anHourAgo, scene.ada));
    EVENTS.ring();
    POSTGRES.execute(
        """
        INSERT INTO reminders.deliveries (notification_id, channel, state, planned_at)
        SELECT id, 'EMAIL', 'PLANNED', now() FROM reminders.notifications WHERE user_id = '%s'
        """
            .formatted(scene.ada));
  }

  @Test
  void the_clock_of_every_15_minutes_tells_it_again_after_half_an_hour_unless_told() {
    handedOnAgo("29 minutes");
    EVENTS.maintain();
    assertThat(scene.types()).containsExactly(DUE);

    handedOnAgo("30 minutes");
    EVENTS.ring();
    assertThat(scene.types()).as("the alarm is for what is due").containsExactly(DUE);
    EVENTS.maintain();
    EVENTS.maintain();

    assertThat(scene.types()).containsExactly(DUE, DUE);
    assertThat(scene.emitted("$.notification")).hasSize(2).containsOnly(notification());
    assertThat(scene.eventIds()).doesNotHaveDuplicates();
  }

  @Test
  void how_long_the_broker_is_left_to_it_can_be_told() {
    handedOnAgo("6 minutes");
    try (var hasty = Shared.another(Map.of("TELL_AGAIN_AFTER", "PT5M"))) {
      new Events(Http.to(hasty)).maintain();
    }

    assertThat(scene.types()).containsExactly(DUE, DUE);
  }

  @Test
  void two_instances_that_ring_at_once_tell_it_again_once() throws Exception {
    handedOnAgo("31 minutes");
    try (var another = Shared.another(Map.of())) {
      var others = new Events(Http.to(another));

      AtOnce.all(
          List.of(() -> EVENTS.maintain().statusCode(), () -> others.maintain().statusCode()));
    }

    assertThat(scene.types()).containsExactly(DUE, DUE);
  }

  @Test
  void after_a_day_it_expires_and_the_person_can_see_that() {
    handedOnAgo("31 minutes");
    POSTGRES.execute(
        """
        UPDATE reminders.notifications
        SET due_at = due_at - interval '24 hours',
            told = jsonb_set(told::jsonb, '{dueAt}', to_jsonb(due_at - interval '24 hours'))::text
        WHERE user_id = '%s'
        """
            .formatted(scene.ada));

    EVENTS.maintain();
    EVENTS.maintain();

    assertThat(scene.types()).containsExactlyInAnyOrder(DUE, EXPIRED);
    assertThat(POSTGRES.column("SELECT state FROM reminders.states")).containsExactly("expired");
  }

  private void handedOnAgo(String interval) {
    POSTGRES.execute(
        "UPDATE reminders.notifications SET handed_on_at = now() - interval '%s' WHERE user_id = '%s'"
            .formatted(interval, scene.ada));
  }

  private String notification() {
    return POSTGRES
        .column(
            "SELECT told::jsonb FROM reminders.notifications WHERE user_id = '%s'"
                .formatted(scene.ada))
        .getFirst();
  }
}
