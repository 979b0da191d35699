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

/** Notifications that no channel had sent when the broker gave up. */
class UnsettledIT {

  private static final String DUE = "dev.perennial.reminder.due.v1";
  private static final String EXPIRED = "dev.perennial.reminder.expired.v1";

  private final Scene scene = new Scene();

  @BeforeEach
  void send_a_reminder_whose_mail_waits_for_the_mail_server() {
    scene.scheduled(dueAt(scene.anHourAgo, scene.ada));
    EVENTS.fireAlarm();
    POSTGRES.execute(
        """
        INSERT INTO reminders.deliveries (notification_id, channel, state, planned_at)
        SELECT id, 'EMAIL', 'PLANNED', now() FROM reminders.notifications WHERE user_id = '%s'
        """
            .formatted(scene.ada));
  }

  @Test
  void maintenance_resends_a_notification_after_half_an_hour_by_default() {
    handedOnAgo("29 minutes");
    EVENTS.fireMaintenance();
    assertThat(scene.types()).containsExactly(DUE);

    handedOnAgo("30 minutes");
    EVENTS.fireAlarm();
    assertThat(scene.types()).as("the alarm resends nothing").containsExactly(DUE);
    EVENTS.fireMaintenance();
    EVENTS.fireMaintenance();

    assertThat(scene.types()).containsExactly(DUE, DUE);
    assertThat(scene.emitted("$.notification")).hasSize(2).containsOnly(notification());
    assertThat(scene.eventIds()).doesNotHaveDuplicates();
  }

  @Test
  void the_time_before_a_notification_is_resent_is_configurable() {
    handedOnAgo("6 minutes");
    try (var hasty = Shared.another(Map.of("RESEND_AFTER", "PT5M"))) {
      new Events(Http.to(hasty.port())).fireMaintenance();
    }

    assertThat(scene.types()).containsExactly(DUE, DUE);
  }

  @Test
  void concurrent_maintenance_resends_a_notification_once() throws Exception {
    handedOnAgo("31 minutes");
    try (var another = Shared.another(Map.of())) {
      var others = new Events(Http.to(another.port()));

      AtOnce.all(
          List.of(
              () -> EVENTS.fireMaintenance().statusCode(),
              () -> others.fireMaintenance().statusCode()));
    }

    assertThat(scene.types()).containsExactly(DUE, DUE);
  }

  @Test
  void an_unsettled_notification_expires_after_a_day_and_is_shown_as_expired() {
    handedOnAgo("31 minutes");
    POSTGRES.execute(
        """
        UPDATE reminders.notifications
        SET due_at = due_at - interval '24 hours',
            notification = jsonb_set(notification::jsonb, '{dueAt}', to_jsonb(due_at - interval '24 hours'))::text
        WHERE user_id = '%s'
        """
            .formatted(scene.ada));

    EVENTS.fireMaintenance();
    EVENTS.fireMaintenance();

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
            "SELECT notification::jsonb FROM reminders.notifications WHERE user_id = '%s'"
                .formatted(scene.ada))
        .getFirst();
  }
}
