package dev.perennial.reminderscheduler;

import static dev.perennial.events.EventType.TASK_SCHEDULED;
import static dev.perennial.reminderscheduler.Events.dueAt;
import static dev.perennial.reminderscheduler.Scene.expectDone;
import static dev.perennial.reminderscheduler.Shared.CLUSTER;
import static dev.perennial.reminderscheduler.Shared.EVENTS;
import static dev.perennial.reminderscheduler.Shared.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one alarm, and the cluster's API that it is set with. */
class AlarmIT {

  private final Scene scene = new Scene();
  private final String ada = scene.ada;
  private final Instant inAnHour = scene.inAnHour;
  private final Instant anHourAgo = scene.anHourAgo;

  @AfterEach
  void the_cluster_s_api_is_back() {
    CLUSTER.answer(200);
  }

  /** 0: nobody answers at all. */
  @ParameterizedTest
  @ValueSource(ints = {0, 409, 429, 500, 503})
  void while_the_cluster_s_api_is_away_the_broker_keeps_what_is_to_be_planned(int status) {
    var task = dueAt(inAnHour, ada).event();
    var id = UUID.randomUUID();
    CLUSTER.answer(status);

    for (int attempt = 1; attempt <= 6; attempt++) {
      assertThat(deliver(id, task)).as("attempt " + attempt).isEqualTo(503);
    }
    assertThat(Scene.states()).isEmpty();
    assertThat(ledger(id)).isEmpty();

    CLUSTER.answer(200);
    expectDone(deliver(id, task));
    assertThat(Scene.states()).containsExactly("PLANNED " + inAnHour);
    assertThat(ledger(id)).containsExactly("COMPLETED");
    assertThat(CLUSTER.schedules()).containsOnly(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void who_waits_too_long_for_an_alarm_that_another_is_setting_leaves_it_to_the_broker()
      throws Exception {
    var task = dueAt(inAnHour, ada).event();
    var id = UUID.randomUUID();
    try (var another = POSTGRES.owner();
        var statement = another.createStatement()) {
      another.setAutoCommit(false);
      statement.execute("SELECT FROM reminders.alarm FOR UPDATE");

      assertThat(deliver(id, task)).isEqualTo(503);
    }

    assertThat(ledger(id)).isEmpty();
    expectDone(deliver(id, task));
    assertThat(Scene.states()).containsExactly("PLANNED " + inAnHour);
  }

  @Test
  void what_the_cluster_s_api_forbids_is_a_fault_that_says_what_is_missing() {
    var id = UUID.randomUUID();
    CLUSTER.answer(403);
    try (var delivery = Executors.newSingleThreadExecutor()) {
      var answer = delivery.submit(() -> deliver(id, dueAt(inAnHour, ada).event()));
      await("the first attempt is counted")
          .untilAsserted(
              () ->
                  assertThat(reasons(id))
                      .singleElement(InstanceOfAssertFactories.STRING)
                      .contains("403", "may not patch the PingSource reminder-alarm"));
      CLUSTER.answer(200);

      assertThat(answer).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(202);
    }
  }

  @Test
  void what_is_due_is_told_though_the_alarm_cannot_be_set() {
    scene.scheduled(dueAt(anHourAgo, ada));
    CLUSTER.answer(503);

    assertThat(EVENTS.ring().statusCode()).isEqualTo(503);

    assertThat(scene.types()).hasSize(1);
  }

  @Test
  void an_alarm_that_a_failed_commit_left_too_early_is_set_right_when_it_rings() {
    scene.scheduled(dueAt(inAnHour, ada));
    CLUSTER.schedules().clear();

    EVENTS.ring();

    assertThat(CLUSTER.schedules()).containsOnly(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void a_wrong_alarm_is_put_right_by_maintenance() {
    scene.scheduled(dueAt(inAnHour, ada));
    CLUSTER.schedules().clear();

    EVENTS.maintain();

    assertThat(CLUSTER.schedules()).endsWith(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void the_service_account_s_token_is_read_anew_for_it_is_replaced() {
    CLUSTER.token("second");

    scene.scheduled(dueAt(inAnHour, ada));

    assertThat(CLUSTER.tokens()).endsWith("Bearer second");
  }

  private static int deliver(UUID id, Object payload) {
    return EVENTS
        .deliver(TASK_SCHEDULED.type(), "/functions/task-api", id, Instant.now(), payload)
        .statusCode();
  }

  private static List<String> ledger(UUID event) {
    return POSTGRES.column(
        "SELECT state FROM runtime.ledger WHERE event_id = '%s'".formatted(event));
  }

  private static List<String> reasons(UUID event) {
    return POSTGRES.column(
        "SELECT reason FROM runtime.ledger WHERE event_id = '%s'".formatted(event));
  }
}
