package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Under a burst and under repeated deliveries, feeds and trail have each event once. */
@Order(SharedSystem.LATE)
class BurstIT {

  private static final int OPERATIONS = 1_000;
  private static final int CONNECTIONS = 50;
  private static final int PAGE = 500;

  /** Catches a hang; the bench measures the time itself. */
  private static final Duration LATEST = Duration.ofMinutes(2);

  private final RunningSystem system = SharedSystem.get();

  @Test
  void a_thousand_operations_over_fifty_connections_are_each_in_feed_and_trail_once()
      throws Exception {
    // Each with a token and a rate limit of its own.
    var people = IntStream.range(0, 10).mapToObj(i -> SharedSystem.newUser()).toList();
    try (var connections = Executors.newFixedThreadPool(CONNECTIONS)) {
      var operations =
          IntStream.range(0, OPERATIONS)
              .mapToObj(
                  i -> {
                    var person = system.person(people.get(i % people.size()));
                    return connections.submit(() -> person.create("{\"title\":\"Burst\"}"));
                  })
              .toList();
      for (var operation : operations) {
        operation.get();
      }
    }

    for (var user : people) {
      var each = OPERATIONS / people.size();
      Waiting.until("the feed has every operation").until(() -> latest(user) >= each);
      assertThat(sequence(user))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, each).boxed().toList());
      Waiting.until("the trail has every operation")
          .untilAsserted(
              () ->
                  assertThat(
                          system
                              .postgres()
                              .number(
                                  "SELECT count(*) FROM audit.entries WHERE owner = '%s'"
                                      .formatted(user)))
                      .isEqualTo(each));
      assertThat(latest("audit.entries", "received_at", "owner", user)).isLessThan(LATEST);
      assertThat(
              latest(
                  "sync.entries JOIN sync.events ON event = number", "stored_at", "user_id", user))
          .isLessThan(LATEST);
    }
  }

  /** The longest delay between an event and its row. */
  private Duration latest(String table, String stored, String who, String user) {
    return Duration.ofMillis(
        system
            .postgres()
            .number(
                "SELECT (extract(epoch FROM max(%s - time)) * 1000)::bigint FROM %s WHERE %s = '%s'"
                    .formatted(stored, table, who, user)));
  }

  @Test
  void an_event_delivered_32_times_concurrently_is_one_audit_row_and_one_feed_entry() {
    var user = SharedSystem.newUser();
    var id = system.person(user).create("{\"title\":\"Again and again\"}").path("id").asString();
    Waiting.until("its event is on the topic")
        .until(() -> !SharedSystem.taskEvents().about(id).isEmpty());
    var event = SharedSystem.taskEvents().about(id).getFirst();

    SharedSystem.taskEvents().publish(event, 32);
    var last = system.person(user).create("{\"title\":\"The last\"}").path("id").asString();

    Waiting.until("the later task is in the feed")
        .untilAsserted(() -> assertThat(feed(user).toString()).contains(last));
    Waiting.remains(
        "one entry each",
        () ->
            assertThat(
                    system
                        .postgres()
                        .number(
                            "SELECT count(*) FROM audit.entries WHERE owner = '%s'"
                                .formatted(user)))
                .isEqualTo(2));
    assertThat(sequence(user)).containsExactly(1L, 2L);
  }

  private long latest(String user) {
    return feed(user).path("latest").asLong();
  }

  private List<Long> sequence(String user) {
    return feed(user)
        .path("events")
        .valueStream()
        .map(event -> event.path("seq").asLong())
        .toList();
  }

  private JsonNode feed(String user) {
    var response = system.person(user).http().get("/v1/sync?since=0&limit=" + PAGE);
    return EventJson.MAPPER.readTree(response.body());
  }
}
