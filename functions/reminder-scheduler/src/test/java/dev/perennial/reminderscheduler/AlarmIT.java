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

/** The alarm, and faults of the cluster's API. */
class AlarmIT {

  private final Scene scene = new Scene();
  private final String ada = scene.ada;
  private final Instant inAnHour = scene.inAnHour;
  private final Instant anHourAgo = scene.anHourAgo;

  @AfterEach
  void restore_the_cluster_s_api() {
    CLUSTER.respondWith(200);
  }

  /** 0 closes the connection without a response. */
  @ParameterizedTest
  @ValueSource(ints = {0, 409, 429, 500, 503})
  void an_event_is_left_to_the_broker_while_the_cluster_s_api_is_unavailable(int status) {
    var task = dueAt(inAnHour, ada).event();
    var id = UUID.randomUUID();
    CLUSTER.respondWith(status);

    for (int attempt = 1; attempt <= 6; attempt++) {
      assertThat(deliver(id, task)).as("attempt " + attempt).isEqualTo(503);
    }
    assertThat(Scene.states()).isEmpty();
    assertThat(ledger(id)).isEmpty();

    CLUSTER.respondWith(200);
    expectDone(deliver(id, task));
    assertThat(Scene.states()).containsExactly("PLANNED " + inAnHour);
    assertThat(ledger(id)).containsExactly("COMPLETED");
    assertThat(CLUSTER.schedules()).containsOnly(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void an_event_is_left_to_the_broker_when_another_transaction_holds_the_alarm_too_long()
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
  void a_request_that_the_cluster_s_api_forbids_is_a_fault_that_names_the_missing_permission() {
    var id = UUID.randomUUID();
    CLUSTER.respondWith(403);
    try (var delivery = Executors.newSingleThreadExecutor()) {
      var response = delivery.submit(() -> deliver(id, dueAt(inAnHour, ada).event()));
      await("the first attempt is counted")
          .untilAsserted(
              () ->
                  assertThat(reasons(id))
                      .singleElement(InstanceOfAssertFactories.STRING)
                      .contains("403", "may not patch the PingSource reminder-alarm"));
      CLUSTER.respondWith(200);

      assertThat(response).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(202);
    }
  }

  @Test
  void due_reminders_are_sent_even_if_the_alarm_cannot_be_set() {
    scene.scheduled(dueAt(anHourAgo, ada));
    CLUSTER.respondWith(503);

    assertThat(EVENTS.fireAlarm().statusCode()).isEqualTo(503);

    assertThat(scene.types()).hasSize(1);
  }

  @Test
  void an_alarm_left_too_early_by_a_failed_commit_is_corrected_when_it_fires() {
    scene.scheduled(dueAt(inAnHour, ada));
    CLUSTER.schedules().clear();

    EVENTS.fireAlarm();

    assertThat(CLUSTER.schedules()).containsOnly(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void a_wrong_alarm_is_corrected_by_maintenance() {
    scene.scheduled(dueAt(inAnHour, ada));
    CLUSTER.schedules().clear();

    EVENTS.fireMaintenance();

    assertThat(CLUSTER.schedules()).endsWith(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void the_token_of_the_service_account_is_read_for_each_request() {
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
