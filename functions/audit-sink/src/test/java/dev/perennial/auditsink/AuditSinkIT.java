package dev.perennial.auditsink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuditSinkIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();
  private final UUID task = UUID.randomUUID();

  @Test
  void an_event_is_stored_with_all_its_attributes_and_data() {
    Event event =
        Event.of(ada, task).with("time", "2026-03-01T08:00:00.123Z").with("actor", "grace");

    sink.store(event);

    JsonNode item = sink.json(ada, "/v1/audit").required("items").required(0);
    assertThat(item.required("eventId").asString()).isEqualTo(event.id());
    assertThat(item.required("source").asString()).isEqualTo("/functions/task-api");
    assertThat(item.required("time").asString()).isEqualTo("2026-03-01T08:00:00.123Z");
    assertThat(item.required("actor").asString()).isEqualTo("grace");
    assertThat(item.required("owner").asString()).isEqualTo(ada);
    assertThat(item.required("type").asString()).isEqualTo("dev.perennial.task.updated.v1");
    assertThat(item.required("subject").asString()).isEqualTo(task.toString());
    assertThat(item.required("listId").asString()).isEqualTo(Event.LIST.toString());
    assertThat(item.required("data")).isEqualTo(EventJson.MAPPER.readTree(event.data()));
    assertThat(item.required("receivedAt").asString()).isGreaterThan("2026-03-02");
  }

  @Test
  void an_event_delivered_32_times_at_once_is_one_entry() throws Exception {
    var event = Event.of(ada, task);

    List<Integer> statuses = concurrently(32, () -> sink.deliver(event).statusCode());

    assertThat(statuses).contains(202).isSubsetOf(202, 409);
    assertThat(sink.ids(ada, "/v1/audit")).containsExactly(event.id());
  }

  @Test
  void a_thousand_events_from_many_threads_are_a_chain_without_gaps_in_few_commits()
      throws Exception {
    List<Event> events = IntStream.range(0, 1000).mapToObj(_ -> Event.of(ada, task)).toList();

    try (ExecutorService executor = Executors.newFixedThreadPool(32)) {
      List<Future<Integer>> statuses =
          executor.invokeAll(
              events.stream()
                  .<Callable<Integer>>map(event -> () -> sink.deliver(event).statusCode())
                  .toList());
      assertThat(statuses).extracting(Future::get).containsOnly(202);
    }

    assertThat(Sink.numbers(ada))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, 1000).mapToObj(String::valueOf).toList());
    assertThat(commits(ada)).isLessThan(500);
  }

  @Test
  void a_payload_that_is_not_json_is_stored_unchanged() {
    sink.store(Event.of(ada, task).withData("no JSON"));

    assertThat(sink.json(ada, "/v1/audit").at("/items/0/data").asString()).isEqualTo("no JSON");
  }

  @Test
  void an_event_without_owner_is_parked_with_its_reason() {
    HttpResponse<String> response = sink.deliver(Event.of(ada, task).without("owner"));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).isEqualTo("the event has no extension owner");
  }

  /** The number of transactions that wrote the entries of this owner. */
  private static int commits(String owner) {
    return Sink.POSTGRES
        .column("SELECT DISTINCT xmin FROM audit.entries WHERE owner = '%s'".formatted(owner))
        .size();
  }

  private static <T> List<T> concurrently(int times, Callable<T> call) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return executor.invokeAll(IntStream.range(0, times).mapToObj(_ -> call).toList()).stream()
          .map(Future::resultNow)
          .toList();
    }
  }
}
