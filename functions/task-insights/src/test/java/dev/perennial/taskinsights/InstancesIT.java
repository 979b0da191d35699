package dev.perennial.taskinsights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.AtOnce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Several instances that handle events of the same people and tasks at the same time. */
class InstancesIT {

  private static final Instant MORNING = Instant.parse("2026-12-01T08:00:00Z");
  private static final int TASKS = 30;

  private final String ada = "ada-" + UUID.randomUUID();
  private final String ben = "ben-" + UUID.randomUUID();

  @Test
  void events_on_two_instances_at_once_lead_to_the_figures_of_a_rebuild() throws Exception {
    try (var one = Server.start();
        var other = Server.start()) {
      one.now().set(Instant.parse("2026-12-05T12:00:00Z"));
      var events = events();
      Collections.shuffle(events, new Random(7));
      List<Callable<Integer>> deliveries = new ArrayList<>();
      events.forEach(
          event -> {
            var server = deliveries.size() % 2 == 0 ? one : other;
            deliveries.add(() -> statusOnceTaken(server, event));
          });

      assertThat(AtOnce.all(deliveries)).containsOnly(202);

      assertThat(one.insights(ben, "").at("/total/completed").intValue()).isEqualTo(TASKS);
      assertThat(one.insights(ada, "").at("/total/due/completed").intValue()).isEqualTo(TASKS);
      for (var person : List.of(ada, ben)) {
        assertThat(one.rebuild("owner=" + person).at("/changed").intValue()).isZero();
      }
    }
  }

  /** As the broker, which retries after 409 and 503. */
  private static int statusOnceTaken(Server server, TestEvent event) {
    int status;
    do {
      status = server.send(event).statusCode();
    } while (status == 409 || status == 503);
    return status;
  }

  private List<TestEvent> events() {
    var events = new ArrayList<TestEvent>();
    for (int i = 0; i < TASKS; i++) {
      events.addAll(
          new TestTask(ada, MORNING)
              .due("2026-12-03")
              .created()
              .assigned(ben)
              .updated(ada, "2026-12-01T09:00:00Z")
              .completed(ben, "2026-12-02T10:00:00Z")
              .assigned(null)
              .updated(ada, "2026-12-02T11:00:00Z")
              .events);
    }
    for (int version = 2; version < 6; version++) {
      events.add(
          TestEvent.profile(
              version % 2 == 0 ? ada : ben,
              version,
              MORNING.plusSeconds(version),
              "Europe/Berlin",
              null,
              version));
    }
    return events;
  }
}
